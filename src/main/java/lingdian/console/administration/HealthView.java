package lingdian.console.administration;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import lingdian.office.health.ServiceHealth;

/** @param signs of health, each with what to do about it */
record HealthView(ServiceHealth health, List<HealthSign> signs) {
    HealthView {
        signs = List.copyOf(signs);
    }

    static HealthView of(ServiceHealth health, Instant now) {
        return new HealthView(health, HealthSign.all(health, now));
    }

    /** The worst of all: what the page says first. */
    HealthSign.State worst() {
        return signs.stream()
                .map(HealthSign::state)
                .filter(state -> state != HealthSign.State.UNKNOWN)
                .max(Enum::compareTo)
                .orElse(HealthSign.State.UNKNOWN);
    }

    /** What needs attention, the most severe first, and then what is unknown. */
    List<HealthSign> todo() {
        return signs.stream()
                .filter(sign -> sign.state() != HealthSign.State.WELL)
                .sorted(Comparator.comparing(HealthSign::state).reversed())
                .toList();
    }

    /** What is as bad as the worst. */
    List<HealthSign> worstSigns() {
        return todo().stream().filter(sign -> sign.state() == worst()).toList();
    }

    long unknown() {
        return signs.stream()
                .filter(sign -> sign.state() == HealthSign.State.UNKNOWN)
                .count();
    }

    /** Enough of a node's id to tell nodes apart. */
    static String shortId(ServiceHealth.Node node) {
        return node.id().toString().substring(0, 8);
    }

    boolean isHere(ServiceHealth.Node node) {
        return node.id().equals(health.here().id());
    }
}
