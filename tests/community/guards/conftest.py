"""One installation for all forbidden operations, each of which is refused, so none changes it for the next."""

from tests.community.guards.world import built
from tests.shared import made_once

world = made_once(built)
