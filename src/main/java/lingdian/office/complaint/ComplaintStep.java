package lingdian.office.complaint;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** How far an office is with a complaint. */
enum ComplaintStep {
    /** Nobody has decided yet whether it is followed up. */
    RECEIVED("accept", "refuse", "link", "comment"),
    ACCEPTED("answer", "link", "comment"),
    REFUSED,
    ANSWERED;

    private final List<String> open;

    ComplaintStep(String... open) {
        this.open = List.of(open);
    }

    /** The actions that are possible at this step, by their words in the API. */
    List<String> open() {
        return open;
    }

    boolean isOver() {
        return open.isEmpty();
    }

    String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    static ComplaintStep of(String wire) {
        return Arrays.stream(values())
                .filter(step -> step.wire().equals(wire))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("not a step of a complaint"));
    }
}
