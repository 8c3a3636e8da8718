"""The model engine against servers that others wrote, with a random model behind them.

What a random model says proves nothing about quality: these tests are about sockets, modes, limits and spoilt answers.
"""
