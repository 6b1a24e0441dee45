package lingdian.law.judge;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import lingdian.domain.document.DocumentRules;
import lingdian.domain.event.AgentEvent;
import lingdian.domain.event.Hello;
import lingdian.law.hours.SuspensionPeriod;
import org.jspecify.annotations.Nullable;

/**
 * Judges one event at a time, in the order of its stream (handbook, rules.md#how-events-are-read).
 *
 * <p>Pure: what it says depends on the café's state, the facts, the people and the event alone, and it changes nothing
 * but the state and people that it is given. So a live verdict, a replay and a test are the same code.
 */
public final class Judge {
    private static final Duration VERDICT_HORIZON = Duration.ofHours(48);
    /** Of a café that never sent anything; no finding keeps it. */
    private static final UUID NO_STREAM = new UUID(0, 0);

    private final Rulebook rulebook;

    public Judge(Rulebook rulebook) {
        this.rulebook = rulebook;
    }

    /** The rules that an event is judged by, by its effective time. */
    public RuleVersion rulesAt(Instant effectiveAt) {
        return rulebook.versionAt(effectiveAt);
    }

    /** Judges a new event of a stream of the café that was not superseded. */
    public Judgement judge(CafeState cafe, CafeFacts facts, People people, StampedEvent stamped) {
        return switch (stamped.event()) {
            case AgentEvent.Invalid invalid ->
                rejected(new Judgement.Reject("invalid-event", invalid.path(), invalid.message()), false, null);
            case AgentEvent.WellFormed event -> wellFormed(cafe, facts, people, stamped, event);
        };
    }

    /**
     * An event was received, whatever it says and whether or not it was received before: it ends the café's silence,
     * and a new one its absence.
     *
     * @param seq its number in {@code stream}
     * @param consumed whether the event is a new one
     */
    public List<Change> heard(
            CafeState cafe, CafeFacts facts, UUID stream, long seq, Instant receivedAt, boolean consumed) {
        Presence presence = cafe.presence().heardAt(receivedAt, consumed);
        cafe.presence(presence);
        Finding silence = presence.maybeSilent() ? presence.silence() : null;
        Finding absence = consumed ? presence.absence() : null;
        if (silence == null && absence == null) {
            return List.of();
        }
        Step step = step(cafe, facts, stream, seq, receivedAt);
        if (silence != null) {
            SilenceRules.heard(step, silence);
        }
        if (absence != null) {
            AbsenceRules.heard(step, absence);
        }
        step.settle();
        return step.changes();
    }

    /**
     * Call before anything is received, also a hello. Records a possible silence if nothing was received for too long,
     * so that a silence that ends before the next look is not missed.
     */
    public void received(CafeState cafe, CafeFacts facts, Instant at) {
        Instant before = cafe.receivedAt();
        Presence presence = cafe.presence();
        if (before != null && presence.expected() && presence.remembersAnother() && mayHaveBeenSilent(before, at)) {
            Step step = ofLastEvent(cafe, facts, at);
            if (step != null) {
                SilenceRules.cameBack(step, Objects.requireNonNull(presence.lastEventAt()), before);
            }
        }
    }

    private boolean mayHaveBeenSilent(Instant before, Instant at) {
        Duration silence = rulebook.at(before).thresholds().silence();
        return !silence.isZero() && !at.isBefore(before.plus(silence));
    }

    /**
     * Applies the result of a look at the café ({@link SilenceLook}).
     *
     * @param look one that found something
     */
    public List<Change> looked(
            CafeState cafe, CafeFacts facts, SilenceLook look, @Nullable Explanation explanation, Instant detectedAt) {
        Instant lastEventAt = cafe.presence().lastEventAt();
        Step step = ofLastEvent(cafe, facts, detectedAt);
        if (lastEventAt == null || step == null) {
            return List.of();
        }
        Presence.SilentTime silent = look.silent();
        if (look.passed() != null && silent != null) {
            SilenceRules.silentTooLong(step, look.passed(), silent);
        } else {
            cafe.presence(silent == null ? cafe.presence() : cafe.presence().silent(silent));
            if (cafe.presence().undecidedFirst() != null) {
                SilenceRules.settled(step, look.found() == SilenceLook.Found.SILENT, explanation);
            } else {
                SilenceRules.fellSilent(step, lastEventAt, explanation);
            }
        }
        step.settle();
        return step.changes();
    }

    /**
     * Applies the result of a look for an absence ({@link AbsenceLook}).
     *
     * @param look one that found something
     */
    public List<Change> lookedForAbsence(CafeState cafe, CafeFacts facts, AbsenceLook look, Instant at) {
        Step last = ofLastEvent(cafe, facts, at);
        Step step = last == null ? step(cafe, facts, NO_STREAM, 0, at) : last;
        Instant moment = Objects.requireNonNull(look.moment(), "a look that found nothing");
        Finding open = cafe.presence().absence();
        if (look.found() == AbsenceLook.Found.ABSENT) {
            AbsenceRules.absent(step, moment);
        } else if (open != null) {
            AbsenceRules.excused(step, open, moment);
        }
        step.settle();
        return step.changes();
    }

    /** Null before the café's first event. */
    private @Nullable Step ofLastEvent(CafeState cafe, CafeFacts facts, Instant at) {
        StreamState stream = cafe.currentOrNewestStream();
        return stream == null ? null : step(cafe, facts, stream.stream(), stream.ackedSeq(), at);
    }

    private Step step(CafeState cafe, CafeFacts facts, UUID stream, long seq, Instant at) {
        return new Step(rulebook, at, cafe, facts, new EventRef(facts.placeCode(), facts.region(), stream, seq), at);
    }

    /** Judges a hello: an agent that knows less than what was acknowledged has lost records. */
    public List<Change> hello(CafeState cafe, CafeFacts facts, Hello hello, Instant receivedAt) {
        StreamState stream = cafe.stream(hello.stream());
        if (stream == null || hello.lastSeq() >= stream.ackedSeq()) {
            return List.of();
        }
        Instant at = EffectiveTime.of(hello.at(), null, receivedAt, cafe.effectiveAt(), limits(receivedAt));
        var ref = new EventRef(facts.placeCode(), facts.region(), hello.stream(), stream.ackedSeq());
        var step = new Step(rulebook, at, cafe, facts, ref, receivedAt);
        noteBrokenRecords(step, "hello|" + hello.stream() + "|" + hello.lastSeq() + "|" + stream.ackedSeq(), at);
        step.settle();
        return step.changes();
    }

    /**
     * Judges a number that was received before with other content.
     *
     * @param content tells this other content from further ones
     */
    public List<Change> conflict(CafeState cafe, CafeFacts facts, StampedEvent stamped, String content) {
        Instant latest = cafe.effectiveAt();
        Instant at = stamped.event() instanceof AgentEvent.WellFormed event
                ? EffectiveTime.of(
                        event.at(), stamped.sentAt(), stamped.receivedAt(), latest, limits(stamped.receivedAt()))
                : latest == null ? stamped.receivedAt() : latest;
        var step = step(cafe, facts, stamped, at);
        noteBrokenRecords(
                step, "seq|" + stamped.stream() + "|" + stamped.event().seq() + "|" + content, at);
        step.settle();
        return step.changes();
    }

    /**
     * Judges an outside verifier's late "no" about a session that opened without its answer and is not found to be
     * {@code IDENTITY_UNVERIFIED} yet.
     *
     * @param session as it is now, open in {@code cafe} or ended
     */
    public List<Change> denied(CafeState cafe, CafeFacts facts, People.PersonSession session, Instant answeredAt) {
        OpenSession opened = session.opened();
        var ref = new EventRef(
                facts.placeCode(),
                facts.region(),
                opened.stream(),
                opened.login().seq());
        var step = new Step(rulebook, opened.startedAt(), cafe, facts, ref, answeredAt);
        SessionRules.unverified(step, session);
        step.settle();
        return step.changes();
    }

    private Judgement wellFormed(
            CafeState cafe, CafeFacts facts, People people, StampedEvent stamped, AgentEvent.WellFormed event) {
        Instant latest = cafe.effectiveAt();
        Instant effective = EffectiveTime.of(
                event.at(), stamped.sentAt(), stamped.receivedAt(), latest, limits(stamped.receivedAt()));
        Step step = step(cafe, facts, stamped, effective);
        boolean superseded = supersede(step, stamped.stream(), effective);
        if (latest != null
                && Duration.between(latest, effective)
                                .compareTo(step.rules.thresholds().sessions().gap())
                        > 0) {
            SessionRules.endAll(step);
        }
        step.settle();
        Judgement.Reject reject = refusal(cafe, event);
        if (reject != null) {
            return rejected(reject, superseded, step);
        }
        PeriodRules.advance(step, latest == null ? effective : latest, effective);
        suspect(step, stamped, event, latest, effective);
        Judgement.Answer answer = apply(step, people, stamped, event, effective);
        PeriodRules.counted(step, effective);
        SilenceRules.proven(step, effective);
        cafe.effectiveAt(effective);
        step.settle();
        return new Judgement(
                effective,
                EffectiveTime.adjusted(event.at(), effective, limits(stamped.receivedAt())),
                answer,
                superseded,
                step.sessions,
                step.changes(),
                step.heldBy);
    }

    /** What the time up to an event, and its arrival, say by themselves. */
    private static void suspect(
            Step step, StampedEvent stamped, AgentEvent.WellFormed event, @Nullable Instant latest, Instant effective) {
        DayRules.day(step, effective);
        LongSessionRules.shown(step, effective);
        ClockRules.look(step, stamped, event.at(), latest, effective);
        BridgeRules.passed(step, latest, effective);
        PatrolRules.passed(step, event, latest, effective);
    }

    /** What corrects a clock is of the time of receipt: an event's own time is not known before. */
    private Rules.Thresholds limits(Instant receivedAt) {
        return rulebook.at(receivedAt).thresholds();
    }

    private Step step(CafeState cafe, CafeFacts facts, StampedEvent stamped, Instant at) {
        var ref = new EventRef(
                facts.placeCode(),
                facts.region(),
                stamped.stream(),
                stamped.event().seq());
        return new Step(rulebook, at, cafe, facts, ref, stamped.receivedAt());
    }

    /** The first event of a new stream that is not invalid takes the old one's place. */
    private static boolean supersede(Step step, UUID stream, Instant effective) {
        UUID current = step.cafe.currentStream();
        if (stream.equals(current)) {
            return false;
        }
        if (!step.cafe.openSessions().isEmpty()) {
            Finding found = brokenRecords(step, "stream|" + stream, effective);
            boolean newPc = stream.equals(step.cafe.presence().newPcStream());
            step.note(null, newPc ? found.standing(Standing.SUSPICION).explained(Explanation.ENROLLED) : found);
        }
        SessionRules.endAll(step);
        step.cafe.supersede(stream);
        return current != null;
    }

    private static void noteBrokenRecords(Step step, String key, Instant at) {
        step.note(null, brokenRecords(step, key, at));
    }

    private static Finding brokenRecords(Step step, String key, Instant at) {
        return step.finding(Code.RECORDS_BROKEN, key, at, step.receivedAt).endingAt(at);
    }

    private static Judgement.@Nullable Reject refusal(CafeState cafe, AgentEvent.WellFormed event) {
        return switch (event) {
            case AgentEvent.Login login
            when cafe.everOpened(login.session()) ->
                new Judgement.Reject("duplicate-session", "/session", "a session of this id was opened before");
            case AgentEvent.Logout logout
            when cafe.open(logout.session()) == null ->
                new Judgement.Reject("unknown-session", "/session", "no session of this id is open");
            case AgentEvent.Login ignored -> null;
            case AgentEvent.Logout ignored -> null;
            case AgentEvent.Heartbeat ignored -> null;
            case AgentEvent.Opened ignored -> null;
            case AgentEvent.Closed ignored -> null;
            case AgentEvent.Patrol ignored -> null;
        };
    }

    private static Judgement.@Nullable Answer apply(
            Step step, People people, StampedEvent stamped, AgentEvent.WellFormed event, Instant at) {
        return switch (event) {
            case AgentEvent.Login login -> login(step, people, stamped, login, at);
            case AgentEvent.Logout logout -> logout(step, logout, at);
            case AgentEvent.Heartbeat heartbeat -> heartbeat(step, heartbeat, at);
            case AgentEvent.Opened ignored -> {
                PatrolRules.opened(step, at);
                yield said(step, BusinessDay.OPENED);
            }
            case AgentEvent.Closed ignored -> {
                PatrolRules.closed(step, at);
                yield said(step, BusinessDay.CLOSED);
            }
            case AgentEvent.Patrol ignored -> {
                PatrolRules.patrolled(step, at);
                yield null;
            }
        };
    }

    private static Judgement.@Nullable Answer said(Step step, BusinessDay day) {
        step.cafe.presence(step.cafe.presence().said(day));
        return null;
    }

    private static Judgement.Verdict login(
            Step step, People people, StampedEvent stamped, AgentEvent.Login login, Instant at) {
        Identity identity = Objects.requireNonNull(stamped.identity(), "a login comes with its person");
        List<Reason> decided = identity.decided();
        LocalDate today = step.facts.hours().localDate(at);
        List<Reason> reasons = decided == null ? reasons(step, people, identity, login, at, today) : decided;
        if (reasons.isEmpty() || login.admitted()) {
            OpenSession other = step.cafe.on(login.terminal());
            if (other != null) {
                SessionRules.end(step, other, at, true);
            }
            var session = new OpenSession(
                    login.session(), login.terminal(), identity.token(), at, stamped.stream(), stamped.key());
            SessionRules.open(step, session, reasons, improbableAge(step, identity, today));
            TerminalRules.sessionOpened(step, login.terminal(), at);
            PeriodRules.sessionOpened(step, at);
            DayTrack day = DayRules.day(step, at);
            DayRules.sessionOpened(step, day, login.document().read(), at);
            CardRules.sessionOpened(step, people, session, day);
            BridgeRules.sessionOpened(step, session, at);
            PoweredRules.sessionOpened(step, at);
            boolean adjusted = EffectiveTime.adjusted(login.at(), at, step.rules.thresholds());
            RegistrationRules.sessionOpened(step, session, day, adjusted);
            PeriodRules.proven(step, at);
        }
        Instant closesAt = reasons.isEmpty() ? step.facts.hours().closesAt(at, VERDICT_HORIZON) : null;
        return new Judgement.Verdict(login.session(), reasons, closesAt);
    }

    /** Null where no rule asks for it. */
    private static @Nullable Integer improbableAge(Step step, Identity identity, LocalDate today) {
        Integer age = identity.ageOn(today);
        int least = step.rules.thresholds().suspicion().registrations().ageLead();
        return age == null || age < least ? null : age;
    }

    private static List<Reason> reasons(
            Step step, People people, Identity identity, AgentEvent.Login login, Instant at, LocalDate day) {
        var reasons = new ArrayList<Reason>(0); // most have none
        boolean malformed = DocumentRules.malformedOn(identity.form(), day);
        if (malformed) {
            reasons.add(Reason.DOCUMENT_MALFORMED);
        }
        if (DocumentRules.expiredOn(identity.form(), day)) {
            reasons.add(Reason.DOCUMENT_EXPIRED);
        }
        if (!malformed && DocumentRules.underAgeOn(identity.form(), day)) {
            reasons.add(Reason.UNDER_AGE);
        }
        boolean document = !identity.form().isNetworkIdentity();
        if (document) {
            registered(step, identity, reasons);
        }
        if (inUse(step, people, identity, login)) {
            reasons.add(Reason.IN_USE_ELSEWHERE);
        }
        if (!step.facts.hours().permits(at)) {
            reasons.add(Reason.OUTSIDE_HOURS);
        }
        if (suspended(step.facts.suspensions(), at)) {
            reasons.add(Reason.CAFE_SUSPENDED);
        }
        if (document && !malformed && identity.confirmation() == Confirmation.NO_ANSWER && verificationRequired(step)) {
            reasons.add(Reason.VERIFICATION_UNAVAILABLE); // a malformed document was not asked about
        }
        return List.copyOf(reasons);
    }

    /** The registry's reasons, and those of the outside verifier behind it where the region demands one. */
    private static void registered(Step step, Identity identity, List<Reason> reasons) {
        Registration registration = identity.registration();
        Confirmation confirmation = verificationRequired(step) ? identity.confirmation() : Confirmation.CONFIRMED;
        boolean required = step.rules.identification().registrationRequired(step.facts.region());
        if (required && !registration.known() || confirmation == Confirmation.NO_SUCH_PERSON) {
            reasons.add(Reason.NOT_REGISTERED);
        }
        if (registration.otherName() || confirmation == Confirmation.OTHER_NAME) {
            reasons.add(Reason.NAME_MISMATCH);
        }
        if (registration.revoked() || confirmation == Confirmation.REVOKED) {
            reasons.add(Reason.DOCUMENT_REVOKED);
        }
    }

    private static boolean verificationRequired(Step step) {
        return step.rules.identification().verificationRequired(step.facts.region());
    }

    private static boolean inUse(Step step, People people, Identity identity, AgentEvent.Login login) {
        List<OpenSession> open = step.cafe.openSessions();
        for (int i = 0; i < open.size(); i++) {
            OpenSession session = open.get(i);
            if (session.token().equals(identity.token()) && !session.terminal().equals(login.terminal())) {
                return true;
            }
        }
        step.heldBy = people.heldBy(
                identity.token(),
                step.facts.placeCode(),
                step.receivedAt.minus(step.rules.thresholds().silence()));
        return step.heldBy != null;
    }

    private static boolean suspended(List<SuspensionPeriod> suspensions, Instant at) {
        for (SuspensionPeriod suspension : suspensions) {
            if (suspension.contains(at)) {
                return true;
            }
        }
        return false;
    }

    private static Judgement.@Nullable Answer logout(Step step, AgentEvent.Logout logout, Instant at) {
        PeriodRules.proven(step, at);
        OpenSession session = Objects.requireNonNull(step.cafe.open(logout.session()));
        SessionRules.end(step, session, at, false);
        BridgeRules.left(step, session, at);
        PeriodRules.emptied(step, at);
        return null;
    }

    private static Judgement.@Nullable Answer heartbeat(Step step, AgentEvent.Heartbeat heartbeat, Instant at) {
        int listedSessions = 0;
        var gone = new ArrayList<OpenSession>(0);
        List<OpenSession> open = step.cafe.openSessions();
        for (int i = 0; i < open.size(); i++) {
            OpenSession session = open.get(i);
            boolean listed = Collections.binarySearch(heartbeat.inUse(), session.terminal()) >= 0;
            listedSessions += listed ? 1 : 0;
            if (step.cafe.countMissedHeartbeat(session, listed)
                    >= step.rules.thresholds().sessions().missedHeartbeats()) {
                gone.add(session);
            }
        }
        gone.forEach(session -> SessionRules.end(step, session, at, true));
        if (listedSessions > 0) {
            PeriodRules.proven(step, at);
        }
        if (!step.sessions.isEmpty()) {
            PeriodRules.emptied(step, at);
        }
        PoweredRules.heartbeat(step, heartbeat, at);
        TerminalRules.heartbeat(step, at, heartbeat.inUse(), listedSessions);
        return null;
    }

    private static Judgement rejected(Judgement.Reject reject, boolean superseded, @Nullable Step step) {
        return new Judgement(
                null,
                false,
                reject,
                superseded,
                step == null ? List.of() : step.sessions,
                step == null ? List.of() : step.changes(),
                null);
    }
}
