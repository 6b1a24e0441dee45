package lingdian.console;

/** What a list of choices offers. Its own type, as several pages have such lists. */
record Choice(String value, String name) {}
