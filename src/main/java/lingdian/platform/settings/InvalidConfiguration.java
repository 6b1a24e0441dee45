package lingdian.platform.settings;

import java.util.List;

/**
 * A configuration that cannot be used.
 *
 * <p>It carries all mistakes at once, so that they can be corrected together.
 */
public final class InvalidConfiguration extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final List<String> mistakes;

    /** One line for each mistake, naming its place and never the value found there; at least one. */
    public InvalidConfiguration(List<String> mistakes) {
        super(String.join("\n", mistakes));
        this.mistakes = List.copyOf(mistakes);
    }

    public List<String> mistakes() {
        return mistakes;
    }
}
