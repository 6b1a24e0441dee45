package lingdian.console.frame;

import java.util.Set;

/**
 * The error page.
 *
 * @param status of the answer
 */
record Fault(int status) {
    private static final Set<Integer> TOLD = Set.of(400, 403, 404, 408, 409, 410, 413, 429, 503);

    /** The key of its texts. */
    String key() {
        return "fault." + (TOLD.contains(status) ? status : 500);
    }
}
