package lingdian.law.judge;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import lingdian.domain.event.AgentEvent;
import lingdian.law.hours.SuspensionPeriod;
import lingdian.law.statute.LegalGround;
import org.jspecify.annotations.Nullable;

/**
 * {@code POWERED_WHILE_SUSPENDED}: several terminals stay on while the café's licence is suspended or expired, and no
 * session is open (handbook, suspicions.md). With one open it would be the fact {@code OPERATION_SUSPENDED}.
 *
 * <p>It is enough that as many are on at each heartbeat, whichever they are, so no list of terminals is kept before
 * there is a finding. A heartbeat that does not say which are on proves nothing, nor does a long time without one.
 */
final class PoweredRules {
    private PoweredRules() {}

    /**
     * The terminals are on since a heartbeat.
     *
     * @param suspension in which they are on
     * @param by that heartbeat
     * @param finding while it is open
     */
    record Track(
            UUID suspension,
            Instant since,
            EventRef by,
            @Nullable Finding finding) {}

    /** Called before the heartbeat becomes the café's last one. */
    static void heartbeat(Step step, AgentEvent.Heartbeat heartbeat, Instant at) {
        Track track = step.cafe.suspicions().powered();
        List<String> powered = heartbeat.powered();
        if (track == null && powered == null) {
            return;
        }
        SuspensionPeriod suspension = suspension(step, at);
        if (suspension == null || powered == null || !step.cafe.openSessions().isEmpty()) {
            stop(step, at);
            return;
        }
        List<String> on = guests(step, powered);
        boolean many = on.size() >= limits(step).poweredTerminals();
        if (!many || track != null && (!track.suspension().equals(suspension.id()) || silentBefore(step, at))) {
            stop(step, at);
        }
        if (many) {
            lasts(step, suspension, at, on);
        }
    }

    /** A session opened. */
    static void sessionOpened(Step step, Instant at) {
        stop(step, at);
    }

    private static void lasts(Step step, SuspensionPeriod suspension, Instant at, List<String> on) {
        Track track = step.cafe.suspicions().powered();
        if (track == null) {
            keep(step, new Track(suspension.id(), at, step.ref, null));
        } else if (track.finding() == null
                && track.since().plus(limits(step).powered()).isBefore(at)) {
            Finding found = finding(step, track, suspension, on);
            step.note(null, found);
            keep(step, new Track(track.suspension(), track.since(), track.by(), found));
        }
    }

    private static Finding finding(Step step, Track track, SuspensionPeriod suspension, List<String> on) {
        String key = suspension.id() + "|" + track.since();
        LegalGround ground = LegalGround.of(suspension.order());
        List<String> named = on.stream().limit(TerminalRules.MAX_IDS).toList();
        return step.finding(Code.POWERED_WHILE_SUSPENDED, key, ground, track.since(), step.receivedAt)
                .with(List.of(track.by(), step.ref))
                .quantified(new Quantities.Terminals(on.size(), named, on.size()));
    }

    private static void stop(Step step, Instant at) {
        Track track = step.cafe.suspicions().powered();
        if (track == null) {
            return;
        }
        Finding finding = track.finding();
        if (finding != null) {
            var evidence = new ArrayList<>(finding.evidence());
            evidence.add(step.ref);
            step.note(finding, finding.with(List.copyOf(evidence)).endingAt(end(step, track, at)));
        }
        keep(step, null);
    }

    /** The end of the suspension, or the last heartbeat before a silence, where they come first. */
    private static Instant end(Step step, Track track, Instant at) {
        TerminalRules.LastHeartbeat last = step.cafe.heartbeat();
        Instant shown = last != null && silentBefore(step, at) ? last.at() : at;
        for (SuspensionPeriod suspension : step.facts.suspensions()) {
            Instant to = suspension.to();
            if (suspension.id().equals(track.suspension()) && to != null && to.isBefore(shown)) {
                return to;
            }
        }
        return shown;
    }

    private static boolean silentBefore(Step step, Instant at) {
        TerminalRules.LastHeartbeat last = step.cafe.heartbeat();
        Duration silence = Duration.ofMinutes(limits(step).poweredSilenceMinutes());
        return last == null || last.at().plus(silence).isBefore(at);
    }

    private static @Nullable SuspensionPeriod suspension(Step step, Instant at) {
        for (SuspensionPeriod suspension : step.facts.suspensions()) {
            if (suspension.contains(at)) {
                return suspension;
            }
        }
        return null;
    }

    /** Declared staff terminals may be on: somebody repairs and cleans there. */
    private static List<String> guests(Step step, List<String> powered) {
        return powered.stream()
                .filter(terminal -> !step.facts.staffTerminals().contains(terminal))
                .toList();
    }

    private static Rules.Suspicion.Powered limits(Step step) {
        return step.rules.thresholds().suspicion().powered();
    }

    private static void keep(Step step, @Nullable Track now) {
        step.cafe.suspicions(step.cafe.suspicions().withPowered(now));
    }
}
