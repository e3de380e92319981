"""Programs that visit pages: told by what they call themselves, marked or dropped as the project wants."""

import re
from functools import lru_cache

# What they are called, and the words by which their user agents are known. Honest ones say so.
_KNOWN = re.compile(
    r"(?P<google>googlebot|adsbot-google|mediapartners-google|google-inspectiontool|storebot-google)"
    r"|(?P<bing>bingbot|bingpreview|adidxbot|msnbot)"
    r"|(?P<ai>gptbot|chatgpt-user|oai-searchbot|claudebot|claude-web|anthropic-ai|perplexitybot|ccbot|bytespider|amazonbot)"
    r"|(?P<social>facebookexternalhit|facebookcatalog|twitterbot|linkedinbot|slackbot|telegrambot|whatsapp/|discordbot)"
    r"|(?P<search>duckduckbot|yandexbot|baiduspider|applebot|petalbot|sogou|seznambot)"
    r"|(?P<seo>ahrefsbot|semrushbot|mj12bot|dotbot|screaming frog|rogerbot|dataforseobot)"
    r"|(?P<monitor>pingdom|uptimerobot|statuscake|site24x7|datadogsynthetics|gtmetrix|chrome-lighthouse|ptst/)"
    r"|(?P<headless>headlesschrome|phantomjs|slimerjs|electron-prerender|prerender)"
    r"|(?P<other>\b(?:[a-z0-9-]*(?:bot|crawler|spider|scraper))(?:/|;|\)|\s|$))",
    re.ASCII,
)
# Devices and browsers whose names merely look like it.
_NOT_BOTS = re.compile(r"\bcubot\b", re.ASCII)
MAX_LENGTH = 500


@lru_cache(maxsize=4096)
def bot_of(user_agent: str) -> str:
    """The kind of bot, such as `google`, or "" for what may be somebody."""
    found = _KNOWN.search(_NOT_BOTS.sub("", user_agent[:MAX_LENGTH].lower()))
    return found.lastgroup or "" if found else ""
