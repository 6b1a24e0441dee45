package lingdian.law.judge;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.UUID;
import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;
import lingdian.law.judge.People.CafeClock;
import lingdian.law.judge.People.Detection;
import lingdian.law.judge.People.PersonSession;
import org.jspecify.annotations.Nullable;

/**
 * {@code IDENTITY_SHARED}: whether a person's session began while an earlier one went on, and the finding about it. A pure function of
 * the person's sessions and of how far their cafés were heard.
 */
final class SharedRule {
    private final Rulebook rulebook;
    private final Map<PlaceCode, CafeClock> cafes;

    /** @param cafes how far they were heard at each moment; only read */
    SharedRule(Rulebook rulebook, Map<PlaceCode, CafeClock> cafes) {
        this.rulebook = rulebook;
        this.cafes = cafes;
    }

    /** From when on an earlier session is not over by a change of seats. */
    Instant from(PersonSession later) {
        Instant startedAt = later.opened().startedAt();
        return startedAt.plus(rulebook.at(startedAt).thresholds().sessions().shared());
    }

    /** The finding about a person's session, as far as the cafés were heard; null where there is none. */
    @Nullable
    Finding finding(PersonSession later, EarlierSessions earlier, Detection now) {
        if (!isShared(later, earlier)) {
            return null;
        }
        Instant shared = from(later);
        List<PersonSession> proof = earlier.proof(later.opened().startedAt(), shared);
        proof.add(later);
        return finding(
                later,
                earlier.goOnAfter(shared, later.placeCode()),
                end(later.endedAt(), earlier.endedAt()),
                evidence(proof),
                now);
    }

    boolean isShared(PersonSession later, EarlierSessions earlier) {
        Instant shared = from(later);
        return shownUntil(later).isAfter(shared) && earlier.goOnAfter(shared);
    }

    private Finding finding(
            PersonSession later, boolean sameCafe, @Nullable Instant endedAt, List<EventRef> evidence, Detection now) {
        Code code = Code.IDENTITY_SHARED;
        OpenSession opened = later.opened();
        Rules rules = rulebook.at(opened.startedAt());
        Detection detected = later.shared() == null ? now : later.shared();
        var matter = new Finding.Matter(
                Finding.id(code, later.placeCode(), opened.session()),
                code,
                later.placeCode(),
                region(later),
                rules.version(),
                opened.terminal(),
                opened.session(),
                opened.login(),
                null,
                detected.late());
        return Finding.open(
                        matter,
                        sameCafe ? rules.rule(code).standing() : Standing.SUSPICION,
                        opened.startedAt(),
                        detected.at(),
                        evidence)
                .endingAt(endedAt);
    }

    private static @Nullable Instant end(@Nullable Instant own, @Nullable Instant earlier) {
        if (own == null || earlier == null) {
            return own == null ? earlier : own;
        }
        return own.isBefore(earlier) ? own : earlier;
    }

    /** Until when a session is known to have gone on: its end, or how far its café was heard. */
    Instant shownUntil(PersonSession session) {
        if (session.endedAt() != null) {
            return session.endedAt();
        }
        CafeClock clock = cafes.get(session.placeCode());
        Instant heard = clock == null ? null : clock.effectiveAt();
        return heard == null ? session.opened().startedAt() : heard;
    }

    private List<EventRef> evidence(List<PersonSession> proof) {
        var refs = new TreeSet<>(Comparator.comparing(EventRef::placeCode)
                .thenComparing(EventRef::stream)
                .thenComparing(EventRef::seq));
        for (PersonSession session : proof) {
            UUID stream = session.opened().stream();
            refs.add(new EventRef(
                    session.placeCode(),
                    region(session),
                    stream,
                    session.opened().login().seq()));
            if (session.endedBy() != null) {
                refs.add(session.endedBy());
            }
        }
        return List.copyOf(refs);
    }

    RegionCode region(PersonSession session) {
        return Objects.requireNonNull(cafes.get(session.placeCode())).region();
    }
}
