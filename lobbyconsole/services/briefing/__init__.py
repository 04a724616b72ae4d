"""What a meeting's paper is filled with: one small function per data source of the vocabulary. No SQL, no Qt."""
