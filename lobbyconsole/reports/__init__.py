"""The rack of reports: one file each, from figures to a paper's sections. None knows another, the store or a clock."""
