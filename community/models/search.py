"""What search reads of stories: rows written by the move that makes words public or takes them away."""

from django.db import models

from community.models.stories import Story


class SearchStory(models.Model):
    """One public story by its words. Whether it is shown on a day is asked of the story, not of this row."""

    story = models.OneToOneField(Story, on_delete=models.CASCADE, related_name="search_story")
    words = models.TextField(help_text="The folded words and their stems, each once, between blanks.")

    def __str__(self) -> str:
        return f"#{self.pk}"
