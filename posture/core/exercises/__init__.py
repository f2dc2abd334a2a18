"""The guide, and what is done by it: pure, a look or an answer at a time.

guide.py       the guide and the warning signs: words and their order
relief.py      the guided session for a back in spasm; relief_script.py its words
stretch.py     three exercises, guided and counted
measures.py    how far a stretch has gone, from one look
"""
