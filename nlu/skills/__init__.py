"""Skills: what was heard in a reply to a person served, in process, each with the words it rests on. A practice aid, no score."""

from nlu.skills.ear import SkillEar, skill_ear

__all__ = ["SkillEar", "skill_ear"]
