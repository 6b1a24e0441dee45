package lingdian.conformance;

import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import lingdian.conformance.GuestLesson.Kind;
import lingdian.domain.event.AgentEvent;

/** What the kit knows of an agent's guests over all its connections. Pure. */
final class ObservedGuests {
    private final Set<String> opened = new HashSet<>();
    private final Map<String, String> terminals = new HashMap<>();
    private final Map<Kind, GuestLesson> lessons = new EnumMap<>(Kind.class);
    /** The terminals of the last heartbeat, and those where somebody sat down since. */
    private Collection<String> inUse = List.of();

    private final Set<String> takenSince = new HashSet<>();
    private boolean asked;
    private boolean begun;

    /** The act of the lessons begins. */
    void begin() {
        begun = true;
    }

    /**
     * Notes a new login; returns what is wrong with it.
     *
     * @param taught whether the guest may get a lesson: the agent must hear of the answer. Where it does not, it may
     *     decide about a guest by itself
     */
    Optional<AgentFault> login(AgentEvent.Login login, boolean taught) {
        asked |= !login.admitted();
        if (opened.contains(login.session())) {
            return Optional.of(AgentFault.SESSION_REUSED);
        }
        Optional<Kind> kind = taught && !login.admitted() && isFree(login.terminal()) ? next() : Optional.empty();
        kind.ifPresent(each -> lessons.put(each, new GuestLesson(each, login.session(), login.terminal())));
        if (kind.isEmpty() || kind.get() == Kind.ANSWERED_LATE) {
            open(login, kind.isPresent());
        }
        return Optional.empty();
    }

    private boolean isFree(String terminal) {
        return !inUse.contains(terminal) && !takenSince.contains(terminal);
    }

    private Optional<Kind> next() {
        return Stream.of(Kind.values())
                .filter(kind -> !lessons.containsKey(kind))
                .findFirst();
    }

    private void open(AgentEvent.Login login, boolean lesson) {
        opened.add(login.session());
        terminals.put(login.session(), login.terminal());
        takenSince.add(login.terminal());
        if (!lesson) {
            lessons.values().stream()
                    .filter(each -> each.terminal().equals(login.terminal())
                            || each.session().equals(login.session()))
                    .forEach(GuestLesson::opened);
        }
    }

    /** Notes a logout; returns what is wrong with it. */
    Optional<AgentFault> logout(AgentEvent.Logout logout) {
        Optional<GuestLesson> lesson = lessons.values().stream()
                .filter(each -> each.session().equals(logout.session()))
                .findFirst();
        String terminal = terminals.remove(logout.session());
        boolean isOpen = terminal != null;
        if (isOpen) {
            takenSince.remove(terminal);
        }
        lesson.ifPresent(each -> each.loggedOut(logout.reason(), isOpen));
        return isOpen
                        || lesson.filter(each -> each.kind() != Kind.ANSWERED_LATE)
                                .isPresent()
                ? Optional.empty()
                : Optional.of(AgentFault.SESSION_UNKNOWN);
    }

    void heartbeat(AgentEvent.Heartbeat heartbeat) {
        inUse = heartbeat.inUse();
        takenSince.clear();
        lessons.values().forEach(lesson -> lesson.heartbeat(heartbeat.inUse()));
    }

    /** What is done to the guest of a login; empty if it is simply allowed. */
    Optional<GuestLesson> lessonOf(AgentEvent.Login login) {
        return lessons.values().stream()
                .filter(each -> each.session().equals(login.session()))
                .filter(each -> each.kind() == Kind.ANSWERED_LATE || !opened.contains(login.session()))
                .findFirst();
    }

    /** Whether every lesson was given and is over, or none can be because nobody logs in. */
    boolean isDone(boolean loginsRequired) {
        return !asked && !loginsRequired
                || lessons.size() == Kind.values().length
                        && lessons.values().stream().allMatch(GuestLesson::isOver);
    }

    /** One result for each lesson. */
    List<CheckResult> results(boolean loginsRequired) {
        return Stream.of(Kind.values())
                .map(kind -> Optional.ofNullable(lessons.get(kind))
                        .map(GuestLesson::result)
                        .orElseGet(() -> missing(kind, loginsRequired)))
                .toList();
    }

    private CheckResult missing(Kind kind, boolean loginsRequired) {
        if (!begun) {
            return CheckResult.skipped(kind.check(), Performance.NOT_REACHED);
        }
        if (loginsRequired) {
            return CheckResult.failed(kind.check(), List.of(AgentFault.LOGIN_MISSING.told("")));
        }
        return CheckResult.skipped(
                kind.check(),
                asked
                        ? "too few guests logged in over this connection at terminals that were free"
                        : "no guest logged in with admitted:false, so it is not known what the agent does then");
    }
}
