"""A page of the dashboard opened without a browser, as from a link."""

from streamlit.testing.v1 import AppTest

from dashboard import link
from dashboard.link import WhatIf


def opened(script, **parameters):
    """The page of a script, with Denmark's policy over a year and the parameters in its link."""
    test = AppTest.from_string(script, default_timeout=120)
    for name, value in {**link.dump(WhatIf.today("denmark", years=1)), **parameters}.items():
        test.query_params[name] = value
    return test.run()


def text_of(test):
    """All text that the page shows."""
    return "\n".join(element.value for element in test.markdown)
