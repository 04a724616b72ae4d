"""What a lobby is: the fold, the calling rule, the measures, the floor's picture and the sample branch."""
