"""Type a prompt, see what each layer would say: `marimo run examples/marimo_app.py`."""

import marimo

app = marimo.App(width="medium", app_title="Cutaway: the logit lens")


@app.cell
def _():
    import marimo as mo

    import cutaway
    from cutaway.observe import logit_lens
    from cutaway.view import widget

    return cutaway, logit_lens, mo, widget


@app.cell
def _(cutaway):
    lm = cutaway.load("smollm2-135m")
    return (lm,)


@app.cell
def _(mo):
    prompt = mo.ui.text("The Eiffel Tower is located in the city of", label="Prompt", full_width=True)
    prompt
    return (prompt,)


@app.cell
def _(lm, logit_lens, mo, prompt, widget):
    view = mo.ui.anywidget(widget(logit_lens(lm, prompt.value)))
    view
    return


if __name__ == "__main__":
    app.run()
