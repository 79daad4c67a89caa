"""`python -m nlu`: train what is not trained yet, so that no start of the coach has to. Set-up runs it."""

from nlu.embedded import embedded
from nlu.files import DATA, TRAINED
from nlu.safety.second import second_layer
from nlu.skills import skill_ear

if __name__ == "__main__":
    embedded(DATA, TRAINED)
    second_layer(DATA, TRAINED)
    skill_ear(DATA, TRAINED)
