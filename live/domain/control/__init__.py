"""The show as other machines steer it: buttons, faders, lights."""
