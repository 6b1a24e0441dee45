package lingdian.law.judge;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import lingdian.domain.document.Credential;
import lingdian.domain.event.AgentEvent;
import lingdian.domain.event.LogoutReason;
import lingdian.law.judge.City.Told;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;
import org.jspecify.annotations.Nullable;

/** A few random days of three cafés around the edges of their hours; all logins are admitted, and all is long past. */
final class RandomDays {
    /** When all of it is received. */
    static final Instant RECEIVED = Instant.parse("2027-01-01T00:00:00Z");

    /** The cafés: one with the hours of the law, one with a long break and a suspension, one open into the night. */
    static final List<String> CAFES = List.of("A", "B", "C");

    private static final Map<String, CafeFacts> FACTS = decided();

    private static final Instant BEGINNING = Instant.parse("2026-07-01T13:00:00Z");
    private static final List<String> TERMINALS =
            IntStream.rangeClosed(1, 14).mapToObj(number -> "T" + number).toList();
    private static final List<String> PERSONS = List.of("adult1", "adult2", "minor");

    private RandomDays() {}

    /** One event, of which a café's day is made. */
    record Act(int kind, int terminal, int person, int seconds) {}

    /** One event of a café's stream. */
    record Sent(
            String cafe,
            UUID stream,
            AgentEvent event,
            @Nullable Identity identity) {}

    static Arbitrary<List<List<Act>>> days() {
        return act(3, PERSONS.size()).list().ofMinSize(5).ofMaxSize(60).list().ofSize(CAFES.size());
    }

    /** One card at every seat, in all cafés. */
    static Arbitrary<List<List<Act>>> crowdedDays() {
        return act(TERMINALS.size(), 1)
                .list()
                .ofMinSize(60)
                .ofMaxSize(240)
                .list()
                .ofSize(CAFES.size());
    }

    private static Arbitrary<Act> act(int terminals, int persons) {
        Arbitrary<Integer> seconds = Arbitraries.frequency(
                Tuple.of(9, 0),
                Tuple.of(4, 60),
                Tuple.of(2, 299),
                Tuple.of(4, 300),
                Tuple.of(2, 301),
                Tuple.of(6, 600),
                Tuple.of(6, 1800),
                Tuple.of(3, 5400),
                Tuple.of(1, 21_600),
                Tuple.of(1, 86_400),
                Tuple.of(1, 86_401),
                Tuple.of(1, -600));
        return Combinators.combine(
                        Arbitraries.integers().between(0, 15),
                        Arbitraries.integers().between(0, terminals - 1),
                        Arbitraries.integers().between(0, persons - 1),
                        seconds)
                .as(Act::new);
    }

    /** What each café sends, in order. */
    static List<List<Sent>> sent(List<List<Act>> days) {
        return IntStream.range(0, days.size())
                .mapToObj(cafe -> sent(CAFES.get(cafe), days.get(cafe)))
                .toList();
    }

    /** Whether some sessions may be looked at in their own café alone, so that not all pairs are compared. */
    static boolean areCrowded(List<List<Sent>> cafes) {
        return cafes.stream()
                .anyMatch(cafe -> cafe.stream()
                        .filter(sent -> sent.identity() != null)
                        .collect(Collectors.groupingBy(
                                sent -> Objects.requireNonNull(sent.identity()).token(), Collectors.counting()))
                        .values()
                        .stream()
                        .anyMatch(logins -> logins > People.OF_ONE_CAFE_MAX));
    }

    /** The same events with the cafés interleaved at random. */
    static List<Sent> interleaved(List<List<Sent>> cafes, Random random) {
        var cards = new ArrayList<Integer>();
        IntStream.range(0, cafes.size()).forEach(cafe -> cafes.get(cafe).forEach(event -> cards.add(cafe)));
        java.util.Collections.shuffle(cards, random);
        var next = new int[cafes.size()];
        return cards.stream().map(cafe -> cafes.get(cafe).get(next[cafe]++)).toList();
    }

    /** One of each café that sent anything, without terminals in use, so long after its last event. */
    static List<Sent> heartbeats(List<List<Sent>> cafes, Duration after) {
        return cafes.stream()
                .filter(cafe -> !cafe.isEmpty())
                .map(List::getLast)
                .map(last -> new Sent(
                        last.cafe(),
                        last.stream(),
                        new AgentEvent.Heartbeat(
                                last.event().seq() + after.toMinutes(),
                                BEGINNING.plus(Duration.ofDays(60)).plus(after),
                                List.of(),
                                null,
                                null),
                        null))
                .toList();
    }

    static CafeFacts facts(String cafe) {
        return Objects.requireNonNull(FACTS.get(cafe));
    }

    private static Map<String, CafeFacts> decided() {
        var cafes = new ScenarioCafes();
        cafes.decide("hours B daily 08:00-12:00 18:00-24:00");
        cafes.decide("suspended B s1 02:00+1..11:00+1");
        cafes.decide("hours C daily 10:00-01:30");
        return CAFES.stream().collect(Collectors.toMap(cafe -> cafe, cafes::facts));
    }

    static City city(Rules rules, City.Mode mode) {
        return decided(new City(rules, mode));
    }

    static City decided(City city) {
        CAFES.forEach(cafe -> city.decide(facts(cafe)));
        return city;
    }

    static List<Told> play(City city, List<Sent> events) {
        return events.stream()
                .map(sent -> city.judge(
                        facts(sent.cafe()).placeCode().value(),
                        sent.stream(),
                        sent.event(),
                        null,
                        RECEIVED,
                        sent.identity()))
                .toList();
    }

    private static List<Sent> sent(String cafe, List<Act> acts) {
        var persons = new ScenarioPersons();
        PERSONS.forEach(persons::document);
        Map<UUID, Long> numbers = new HashMap<>();
        Map<Integer, String> seated = new HashMap<>();
        var sent = new ArrayList<Sent>();
        Instant at = BEGINNING;
        long installation = 1;
        for (Act act : acts) {
            at = at.plusSeconds(act.seconds());
            installation += act.kind() == 15 ? 1 : 0;
            UUID stream = new UUID(cafe.charAt(0), installation);
            long seq = numbers.merge(stream, 1L, Long::sum);
            String session = cafe + sent.size();
            Credential document = persons.document(PERSONS.get(act.person()));
            AgentEvent event = event(act, seq, at, session, seated, document);
            sent.add(new Sent(
                    cafe, stream, event, event instanceof AgentEvent.Login ? Documents.identity(document) : null));
        }
        return sent;
    }

    private static AgentEvent event(
            Act act, long seq, Instant at, String session, Map<Integer, String> seated, Credential document) {
        return switch (act.kind()) {
            case 0, 1, 2, 3, 4 -> {
                seated.put(act.terminal(), session);
                yield new AgentEvent.Login(seq, at, session, TERMINALS.get(act.terminal()), document, true);
            }
            case 5, 6, 7, 8 ->
                new AgentEvent.Logout(seq, at, seated.getOrDefault(act.terminal(), "nobody"), LogoutReason.PATRON);
            case 9, 10, 11, 12 -> new AgentEvent.Heartbeat(seq, at, listed(act, seated), powered(act), null);
            case 13 -> new AgentEvent.Invalid(seq, "/type", "expected a type");
            default -> new AgentEvent.Opened(seq, at);
        };
    }

    /** Not said, all terminals, or one. */
    private static @Nullable List<String> powered(Act act) {
        return act.person() == 0 ? null : act.person() == 1 ? TERMINALS : List.of(TERMINALS.get(act.terminal()));
    }

    /** Everyone, one person alone, the person last seated there, or no person. */
    private static List<String> listed(Act act, Map<Integer, String> seated) {
        return IntStream.range(0, TERMINALS.size())
                .filter(terminal -> act.kind() != 10 || terminal == act.terminal())
                .filter(terminal -> act.kind() != 11 || seated.containsKey(terminal))
                .filter(terminal -> act.kind() != 12)
                .mapToObj(TERMINALS::get)
                .sorted(Comparator.naturalOrder())
                .toList();
    }
}
