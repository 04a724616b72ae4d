"""The rack of data sources: every one the vocabulary names, real where the console keeps the data, honest where not."""

from __future__ import annotations

from collections.abc import Mapping

from lobbyconsole.services.briefing import (
    emergencies,
    incidents,
    quality,
    registers,
    risks,
    staffing,
    standards,
    waiting,
)
from lobbyconsole.services.briefing.context import Source
from lobbyconsole.services.briefing.missing import REASONS, not_kept

SOURCES: Mapping[str, Source] = {
    "yesterday.kpis": waiting.yesterday_kpis,
    "yesterday.peak_wait": waiting.peak_wait,
    "yesterday.overtime_tickets": waiting.yesterday_overtime,
    "today.kpis": waiting.today_kpis,
    "today.overtime_tickets": waiting.today_overtime,
    "wait_by_hour": waiting.wait_by_hour,
    "forecast.today": waiting.forecast_day,
    "forecast.week": waiting.forecast_days,
    "forecast.month": waiting.forecast_days,
    "forecast_vs_actual": waiting.forecast_against,
    "weakest_touchpoints": quality.weakest_touchpoints,
    "touchpoint_scores": quality.touchpoint_scores,
    "checklist_misses": quality.checklist_misses,
    "mystery_results": quality.mystery_results,
    "satisfaction_trend": quality.satisfaction_trend,
    "recovery_effect": quality.recovery_effect,
    "today.recoveries": quality.marked("recovery"),
    "today.preaccept": quality.marked("preaccept"),
    "today.diversion": quality.marked("diverted"),
    "handling_by_service": quality.handling_by_service,
    "handling_by_counter": quality.handling_by_counter,
    "channel_mix": quality.channel_mix,
    "open_incidents": incidents.open_ones,
    "open_tasks": registers.open_tasks,
    "equipment_down": registers.equipment_down,
    "equipment_uptime": registers.equipment_uptime,
    "notices": registers.notices,
    "backoffice_response": registers.backoffice_response,
    "standards_changed": standards.changes,
    "printed_plans": standards.printed,
    "drills_due": emergencies.drills_due,
    "risk_register": risks.register_changes,
    **dict.fromkeys(REASONS, not_kept),
    "staffing.today": staffing.today,  # a hall without a staff list says so
    "staffing.week": staffing.week,
}
