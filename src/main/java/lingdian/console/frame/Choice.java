package lingdian.console.frame;

/** What a list of choices offers. Its own type, as several pages have such lists. */
public record Choice(String value, String name) {}
