"""The record as files for other programs, and back.

columns.py   which files there are, and what their columns hold
formats.py   CSV, JSON Lines and Parquet
write.py     the record to a folder
read.py      a folder into the record: what is there already is not added again
"""
