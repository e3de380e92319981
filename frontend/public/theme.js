// Sets light or dark before anything is drawn. The app (themeLogic) takes over from here and writes the same key.
;(() => {
    var choice = 'system'
    try {
        choice = localStorage.getItem('prickle.theme') || 'system'
    } catch (_) {
        // Storage may be closed to us (private windows); the system's choice is a good answer then.
    }
    var dark = choice === 'dark' || (choice !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
    document.documentElement.dataset.theme = dark ? 'dark' : 'light'
})()
