"""Parts of the drills screen and of the drill player; nothing here decides, the services do."""
