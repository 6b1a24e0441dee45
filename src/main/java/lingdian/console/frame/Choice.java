package lingdian.console.frame;

/** One option of a list of choices. */
public record Choice(String value, String name) {}
