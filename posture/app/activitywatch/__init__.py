"""Slouches and breaks, sent to the ActivityWatch server on this machine.

sent.py     what is new there, and sends it
events.py   records as ActivityWatch's events
server.py   its REST interface, on loopback only
"""
