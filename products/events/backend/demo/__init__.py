"""The invented history that `bin/hogli demo` writes into a project.

`history.py` is the door to the history itself: `history(scale, until=…)` yields events as an SDK would send them,
oldest first. Its modules are pure, without Django and without a clock of their own: the same scale gives the same
events, and a later `until` only adds to them, so writing a history twice changes nothing.

- `catalogue.py`: what exists in the invented world: countries, browsers, campaigns, plans, features, names
- `seasons.py`: how many newcomers a day has
- `world.py`: companies and people, as they are on one day
- `sitting.py`: one sitting at one device, written down as events
- `questions.py`: which feature flags the product asks, and how they answer
- `journeys.py`: what people do in a sitting
- `money.py`: what companies do: upgrade, pay, cancel

Three modules touch the world: `filling.py` chooses the project and fills it, `delivery.py` sends it
there through the same client as imports, `furnishing.py` adds actions and descriptions, as other products add theirs
(`posthog/demo.py`).
"""
