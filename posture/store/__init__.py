"""The record on disk, and the small files beside it: profiles, a pause, what was learned."""
