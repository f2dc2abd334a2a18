"""What Linux says without a bus: sound, the camera's users, full-screen windows."""
