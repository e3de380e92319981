"""What Quillboard's team keeps an eye on: saved insights of each kind, and remarks on what happened when."""

from dataclasses import dataclass
from typing import Any

from common.json import dumps
from posthog.demo import DemoProject
from products.product_analytics.backend.facade import AnnotationsAPI, ProductAnalyticsAPI
from products.product_analytics.backend.facade.contracts import CreateAnnotation, CreateInsight
from products.product_analytics.backend.facade.enums import AnnotationOrigin
from products.product_analytics.backend.models import Annotation, Insight

RELEASES = {
    "automations": "Automations released",
    "launch": "Public launch: on the front page for a day",
    "assistant": "The assistant released",
    "onboarding test": "Test of the onboarding begun",
    "new board editor": "New board editor for 40 % of people",
    "calendar": "Calendar view offered as a beta",
}

BUSIEST_COMPANIES = """
SELECT
    group_0.properties.name AS company_name,
    group_0.properties.plan AS plan,
    uniq(person_id) AS people,
    count() AS cards
FROM events
WHERE event = 'card added' AND timestamp > now() - INTERVAL 30 DAY AND company_name IS NOT NULL
GROUP BY company_name, plan
ORDER BY cards DESC
LIMIT 20
""".strip()


def series(event: str, math: str = "total", **more: Any) -> dict[str, Any]:
    return {"kind": "EventsNode", "event": event, "name": event, "math": math, **more}


def trends(*asked: dict[str, Any], since: str, display: str, interval: str = "day", **more: Any) -> dict[str, Any]:
    """A query about trends in the form in which the editor saves it. `more` goes into the trends filter."""
    extra = {name: more.pop(name) for name in ("breakdownFilter", "compareFilter") if name in more}
    return {
        "kind": "InsightVizNode",
        "source": {
            "kind": "TrendsQuery",
            "series": list(asked),
            "interval": interval,
            "dateRange": {"date_from": since},
            "trendsFilter": {"display": display, **more},
            **extra,
        },
    }


def by(key: str, kind: str = "event") -> dict[str, Any]:
    return {"breakdowns": [{"property": key, "type": kind}]}


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """An insight of the story."""

    name: str
    description: str
    query: dict[str, Any]
    favorited: bool = False


INSIGHTS = (
    Saved(
        name="Busiest companies",
        description="By cards added in the last 30 days.",
        query={
            "kind": "DataVisualizationNode",
            "source": {"kind": "HogQLQuery", "query": BUSIEST_COMPANIES},
        },
    ),
    Saved(
        name="Cards per active person",
        description="A formula over two series: whether people do more, or only more people do something.",
        query=trends(
            series("card added"),
            series("card added", "dau"),
            since="-180d",
            display="ActionsLineGraph",
            interval="week",
            formula="A / B",
        ),
    ),
    Saved(
        name="First steps by onboarding",
        description="People who complete steps of the onboarding, for each variant of the test.",
        query=trends(
            series("onboarding step completed", "dau"),
            since="-60d",
            display="ActionsBar",
            interval="week",
            breakdownFilter=by("$feature/onboarding-flow"),
        ),
    ),
    Saved(
        name="What people do on boards",
        description="The last 30 days in numbers.",
        query=trends(
            *(series(event) for event in ("card added", "card moved", "comment posted", "file attached")),
            since="-30d",
            display="ActionsTable",
        ),
    ),
    Saved(
        name="Invoices by plan",
        description="What the invoices of the last 30 days were for.",
        query=trends(series("invoice paid"), since="-30d", display="ActionsPie", breakdownFilter=by("plan")),
    ),
    Saved(
        name="Sign-ups by source",
        description="Where those who signed up in the last 90 days came from.",
        query=trends(
            series("signed up"),
            since="-90d",
            display="ActionsBarValue",
            breakdownFilter=by("signup_source", "person"),
        ),
    ),
    Saved(
        name="Revenue of the last 30 days",
        description="All invoices that were paid, in US dollars.",
        query=trends(
            series("invoice paid", "sum", math_property="amount"),
            since="-30d",
            display="BoldNumber",
            compareFilter={"compare": True},
        ),
        favorited=True,
    ),
    Saved(
        name="Weekly active people",
        description="Everybody who was there within seven days.",
        query=trends(series("$pageview", "weekly_active"), since="-180d", display="ActionsAreaGraph", interval="week"),
    ),
    Saved(
        name="Sign-ups, now and before",
        description="The last 30 days beside the 30 days before.",
        query=trends(series("signed up"), since="-30d", display="ActionsLineGraph", compareFilter={"compare": True}),
    ),
    Saved(
        name="Visitors and sign-ups",
        description="How many come, and how many stay.",
        query=trends(
            series("$pageview", "dau", custom_name="Visitors"),
            series("signed up", "dau", custom_name="Sign-ups"),
            since="all",
            display="ActionsLineGraph",
            interval="week",
        ),
        favorited=True,
    ),
)


def furnish(project: DemoProject) -> None:
    if not Insight.objects.for_team(project.team_id).exists():
        for saved in INSIGHTS:
            new = CreateInsight(
                name=saved.name,
                description=saved.description,
                query=dumps(saved.query).decode(),
                favorited=saved.favorited,
            )
            ProductAnalyticsAPI.create_insight(new, team_id=project.team_id, actor=None)
    if not Annotation.objects.for_team(project.team_id).exists():
        for moment, content in RELEASES.items():
            remark = CreateAnnotation(
                content=content, date_marker=project.moments[moment], creation_type=AnnotationOrigin.GIT
            )
            AnnotationsAPI.create_annotation(remark, team_id=project.team_id, actor=None)
