"""Starts Prickle's processes on one machine, watches over them and stops them.

Nothing here imports Django: the supervisor must be able to explain a broken settings file, and the test plugin starts
the engines before settings exist.
"""
