"""The only room that says SQL: journal, tables, migrations, backup. Nothing here knows a screen or a feed."""
