"""What companies do: start to pay, pay every month, go down a plan, cancel."""

from products.events.backend.demo import catalogue
from products.events.backend.demo.catalogue import FREE, PRO, TEAM, Plan
from products.events.backend.demo.journeys import Today
from products.events.backend.demo.sitting import Diary, Sitting, group_properties, write_from_server
from products.events.backend.demo.world import Company

BILLING_DAYS = 30
INVOICES_FROM_SECONDS = 2 * 3600.0
CURRENCY = "USD"


def consider_upgrade(today: Today, sitting: Sitting, company: Company) -> None:
    """Sometimes the owner looks at the plans, and sometimes takes a larger one."""
    plan = _next_plan(company)
    if plan is None or not today.happens(_upgrade_interest(company)):
        return
    sitting.view("/settings/billing")
    if not today.happens(0.7):
        return
    seats = max(1, company.active_members)
    amount = plan.seat_price * seats
    sitting.do("checkout started", plan=plan.name, seats=seats, amount=amount, currency=CURRENCY)
    if not today.happens(0.66):
        return
    before = company.monthly_amount
    previous, company.plan = company.plan, plan
    company.seats_paid, company.ever_paid = seats, True
    company.paid_since = today.diary.day
    change = round(company.monthly_amount - before, 2)
    sitting.do(
        "plan upgraded",
        from_plan=previous.name,
        plan=plan.name,
        seats=seats,
        mrr=company.monthly_amount,
        mrr_change=change,
        **{"$set": {"plan": plan.name}},
    )
    company.owner.plan_told = plan.name
    sitting.describe_company(company)
    _send_invoice(today.diary, sitting.seconds, company)


def settle_accounts(today: Today, company: Company) -> None:
    """A paying company's day: on the day of its invoice it pays, shrinks or cancels."""
    age = today.diary.day - company.paid_since
    if company.plan is FREE or age == 0 or age % BILLING_DAYS:
        return
    seconds = INVOICES_FROM_SECONDS + today.rng.random() * 3 * 3600
    abandoned = company.active_members == 0
    if today.happens(0.7 if abandoned else 0.022):
        _cancel(today, seconds, company, reason="not used enough" if abandoned else None)
        return
    company.seats_paid = max(1, company.active_members)
    if company.plan is TEAM and company.seats_paid < 5 and today.happens(0.08):
        _go_down(today, seconds, company)
    if today.happens(0.03):
        properties = _invoice(company) | {"decline_code": today.rng.choice(("expired_card", "insufficient_funds"))}
        write_from_server(today.diary, seconds, "payment failed", company, properties)
        seconds += 3 * 3600
    _send_invoice(today.diary, seconds, company)


def _next_plan(company: Company) -> Plan | None:
    if company.plan is FREE:
        return PRO if company.boards else None
    return TEAM if company.plan is PRO and company.active_members >= 5 else None


def _upgrade_interest(company: Company) -> float:
    """How likely the owner looks at the plans in one sitting."""
    interest = 0.012 + 0.014 * min(company.active_members, 8)
    return interest / 4 if company.ever_paid and company.plan is FREE else interest


def _cancel(today: Today, seconds: float, company: Company, *, reason: str | None) -> None:
    lost, plan = company.monthly_amount, company.plan
    company.plan = FREE
    company.seats_paid = 0
    properties = {"plan": plan.name, "reason": reason or today.rng.choice(catalogue.CANCEL_REASONS), "mrr_lost": lost}
    write_from_server(
        today.diary, seconds, "subscription cancelled", company, properties | {"$set": {"plan": FREE.name}}
    )
    company.owner.plan_told = FREE.name
    write_from_server(today.diary, seconds + 1, "$groupidentify", company, group_properties(company))


def _go_down(today: Today, seconds: float, company: Company) -> None:
    before = company.monthly_amount
    company.plan = PRO
    properties = {
        "from_plan": TEAM.name,
        "plan": PRO.name,
        "mrr": company.monthly_amount,
        "mrr_change": round(company.monthly_amount - before, 2),
        "$set": {"plan": PRO.name},
    }
    company.owner.plan_told = PRO.name
    write_from_server(today.diary, seconds - 60, "plan downgraded", company, properties)
    write_from_server(today.diary, seconds - 59, "$groupidentify", company, group_properties(company))


def _send_invoice(diary: Diary, seconds: float, company: Company) -> None:
    write_from_server(diary, seconds + 2, "invoice paid", company, _invoice(company))


def _invoice(company: Company) -> dict[str, object]:
    return {
        "plan": company.plan.name,
        "seats": company.seats_paid,
        "amount": company.monthly_amount,
        "currency": CURRENCY,
        "contract": "yearly" if company.yearly else "monthly",
    }
