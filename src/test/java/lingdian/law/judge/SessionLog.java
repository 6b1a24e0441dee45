package lingdian.law.judge;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lingdian.domain.document.PersonToken;
import lingdian.domain.event.AgentEvent;
import lingdian.law.judge.City.Told;
import lingdian.law.judge.RandomDays.Sent;
import org.jspecify.annotations.Nullable;

/** What can be seen from outside while events are judged, for oracles that know nothing of the judge's own memory. */
final class SessionLog {
    /** @param endedAt null while it is open */
    record Stay(
            String placeCode,
            String session,
            String terminal,
            PersonToken person,
            Instant startedAt,
            @Nullable Instant endedAt) {}

    /** After one event that was taken. @param proof it shows by itself that someone was there */
    record Moment(String placeCode, Instant at, int open, boolean proof) {}

    final Map<String, Stay> stays = new LinkedHashMap<>();
    final List<Moment> moments = new ArrayList<>();
    final Map<String, Instant> clocks = new HashMap<>();

    static SessionLog of(List<Sent> events, List<Told> answers) {
        var log = new SessionLog();
        for (int i = 0; i < events.size(); i++) {
            log.note(
                    events.get(i),
                    java.util.Objects.requireNonNull(answers.get(i).judgement()));
        }
        return log;
    }

    List<Stay> in(String placeCode) {
        return stays.values().stream()
                .filter(stay -> stay.placeCode().equals(placeCode))
                .toList();
    }

    private void note(Sent sent, Judgement judgement) {
        String place = RandomDays.facts(sent.cafe()).placeCode().value();
        List<Stay> before = open(place);
        for (Judgement.SessionChange change : judgement.sessions()) {
            OpenSession opened = change.session();
            Instant endedAt = change instanceof Judgement.SessionEnded ended ? ended.at() : null;
            stays.put(
                    place + "/" + opened.session(),
                    new Stay(place, opened.session(), opened.terminal(), opened.token(), opened.startedAt(), endedAt));
        }
        Instant at = judgement.effectiveAt();
        if (at != null) {
            clocks.put(place, at);
            moments.add(new Moment(place, at, open(place).size(), proof(sent.event(), before, at)));
        }
    }

    private List<Stay> open(String place) {
        return in(place).stream().filter(stay -> stay.endedAt() == null).toList();
    }

    private boolean proof(AgentEvent event, List<Stay> before, Instant at) {
        return switch (event) {
            case AgentEvent.Login login -> true;
            case AgentEvent.Logout logout -> true;
            case AgentEvent.Heartbeat heartbeat ->
                before.stream()
                        // what a gap or a new stream ended first was not open any more
                        .filter(stay -> !lost(stay, at))
                        .anyMatch(stay -> heartbeat.inUse().contains(stay.terminal()));
            default -> false;
        };
    }

    /** A heartbeat ends only sessions whose terminal it does not list; one that it lists and that is over was lost before. */
    private boolean lost(Stay stay, Instant at) {
        Stay now = java.util.Objects.requireNonNull(stays.get(stay.placeCode() + "/" + stay.session()));
        return now.endedAt() != null;
    }
}
