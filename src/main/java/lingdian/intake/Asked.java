package lingdian.intake;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import lingdian.agent.AgentEvent;
import lingdian.identity.PersonToken;
import lingdian.journal.JournalStore.RecordKey;
import lingdian.journal.SessionStore.Wanted;
import lingdian.violation.CafeState;
import lingdian.violation.People.SessionKey;

/** What must be read for a batch, worked out from the numbers and the states. */
final class Asked {
    final Set<SessionKey> logins = new LinkedHashSet<>();
    final Set<SessionKey> answered = new LinkedHashSet<>();
    final Set<RecordKey> repeated = new LinkedHashSet<>();
    final Set<Outcome.StreamKey> newStreams = new LinkedHashSet<>();
    private final Map<PersonToken, Wanted> persons = new HashMap<>();

    Asked(Batch batch, Map<String, CafeState> states) {
        for (Batch.Work work : batch.works()) {
            switch (work.item()) {
                case Item.Greet ignored -> {}
                case Item.Late late -> answered.add(late.session());
                case Item.Chunk chunk -> chunk(Objects.requireNonNull(states.get(work.inbox().placeCode)), chunk);
            }
        }
    }

    List<Wanted> persons() {
        return List.copyOf(persons.values());
    }

    /** Of the persons who log in: each is looked up in the registry. */
    Set<PersonToken> tokens() {
        return persons.keySet();
    }

    private void chunk(CafeState state, Item.Chunk chunk) {
        var stream = state.stream(chunk.stream());
        if (stream == null) {
            newStreams.add(new Outcome.StreamKey(state.placeCode(), chunk.stream()));
        }
        for (Prepared event : chunk.events()) {
            if (stream != null && event.seq() <= stream.ackedSeq()) {
                repeated.add(new RecordKey(stream.number(), event.seq()));
            } else if (event.event() instanceof AgentEvent.Login login) {
                logins.add(new SessionKey(state.placeCode(), login.session()));
                PersonToken token = Objects.requireNonNull(event.identity()).token();
                persons.merge(token, new Wanted(token, state.effectiveAt()), Asked::earlier);
            }
        }
    }

    private static Wanted earlier(Wanted one, Wanted other) {
        return one.since() == null || other.since() != null && one.since().isBefore(other.since()) ? one : other;
    }
}
