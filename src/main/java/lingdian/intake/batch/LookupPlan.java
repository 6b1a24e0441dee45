package lingdian.intake.batch;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import lingdian.domain.PlaceCode;
import lingdian.domain.document.PersonToken;
import lingdian.domain.event.AgentEvent;
import lingdian.law.judge.CafeState;
import lingdian.law.judge.Identity;
import lingdian.law.judge.People.SessionKey;
import lingdian.record.journal.JournalStore.RecordKey;
import lingdian.record.journal.SessionStore.SessionsOfPerson;
import org.jspecify.annotations.Nullable;

/** The lookups that a batch needs, worked out from its numbers and the states of its cafés. */
final class LookupPlan {
    final Set<SessionKey> logins = new LinkedHashSet<>();
    final Set<SessionKey> confirmedLate = new LinkedHashSet<>();
    final Set<RecordKey> repeated = new LinkedHashSet<>();
    final Set<StreamKey> newStreams = new LinkedHashSet<>();
    /** Cafés with new events: only those can show anything new of their guests. */
    final Set<PlaceCode> withEvents = new LinkedHashSet<>();

    private final Map<Visitor, SessionsOfPerson> persons = new HashMap<>();
    private final Set<PersonToken> tokens = new HashSet<>();
    /** The one name of persons in this batch, for each of their tokens; empty while there is one key. */
    private final Map<PersonToken, PersonToken> names = new HashMap<>();

    private record Visitor(PersonToken token, PlaceCode placeCode) {}

    LookupPlan(Batch batch, Map<PlaceCode, CafeState> states) {
        for (Batch.Work work : batch.works()) {
            if (work.item() instanceof Item.Chunk chunk) {
                chunk.events().forEach(this::name);
            }
        }
        for (Batch.Work work : batch.works()) {
            switch (work.item()) {
                case Item.Greet ignored -> {}
                case Item.LateConfirmation late -> confirmedLate.add(late.session());
                case Item.Chunk chunk -> chunk(Objects.requireNonNull(states.get(work.inbox().placeCode)), chunk);
            }
        }
    }

    /** In each café where they log in. */
    List<SessionsOfPerson> persons() {
        return List.copyOf(persons.values());
    }

    /** All tokens of each person who logs in: the registry may have its entry under any of them. */
    Set<PersonToken> tokens() {
        return tokens;
    }

    /** Tokens of persons of the batch, and the one that each person's sessions are to be found under from now on. */
    Map<PersonToken, PersonToken> renamed() {
        var renamed = new HashMap<>(names);
        renamed.entrySet().removeIf(entry -> entry.getKey().equals(entry.getValue()));
        return renamed;
    }

    /** Whether some of it is written before it is read. */
    boolean writes() {
        return !confirmedLate.isEmpty() || !renamed().isEmpty();
    }

    /** The person of a login by the name that this batch has for it. */
    @Nullable
    Identity person(PreparedEvent event) {
        Identity identity = event.identity();
        if (identity == null || names.isEmpty()) {
            return identity;
        }
        return identity.with(names.getOrDefault(identity.token(), identity.token()));
    }

    /**
     * Joins the tokens of a login's person, also where events of one batch were prepared before and after a rotation.
     */
    private void name(PreparedEvent event) {
        if (event.identity() == null || event.tokens().size() < 2) {
            return;
        }
        PersonToken token = event.identity().token();
        PersonToken name = names.getOrDefault(token, token);
        names.put(token, name);
        for (PersonToken other : event.otherTokens()) {
            PersonToken before = names.put(other, name);
            if (before != null && !before.equals(name)) {
                names.replaceAll((one, its) -> its.equals(before) ? name : its);
            }
        }
    }

    private void chunk(CafeState state, Item.Chunk chunk) {
        var stream = state.stream(chunk.stream());
        if (stream == null) {
            newStreams.add(new StreamKey(state.placeCode(), chunk.stream()));
        }
        for (PreparedEvent event : chunk.events()) {
            if (stream != null && event.seq() <= stream.ackedSeq()) {
                repeated.add(new RecordKey(stream.number(), event.seq()));
                continue;
            }
            withEvents.add(state.placeCode());
            if (event.event() instanceof AgentEvent.Login login) {
                logins.add(new SessionKey(state.placeCode(), login.session()));
                PersonToken token = Objects.requireNonNull(person(event)).token();
                persons.putIfAbsent(
                        new Visitor(token, state.placeCode()),
                        new SessionsOfPerson(token, state.placeCode(), state.effectiveAt()));
                event.tokens().forEach(one -> tokens.add(one.token()));
            }
        }
    }
}
