"""Where this deployment looks dossiers up: a service by its settings file, the commune's list."""

from __future__ import annotations

from pathlib import Path

from bot.dossiers import lookup
from bot.dossiers.data import read
from bot.dossiers.http import HttpProvider, HttpService
from bot.dossiers.lookup import Provider
from bot.dossiers.statuses import statuses
from bot.dossiers.table import TableProvider
from bot.settings import Settings
from bot.storage.database import open_database
from bot.storage.dossiers import Dossiers


def use_providers(settings: Settings) -> None:
    """Sets the providers of this process.

    Raises:
        DossierDataError: The service's file cannot be used.
    """
    providers: list[Provider] = [TableProvider(Dossiers(open_database(settings.database_url)))]
    if settings.dossier_service:
        service = read(Path(settings.dossier_service), HttpService)
        providers.insert(0, HttpProvider(service, statuses()))
    lookup.use(providers)
