package lingdian.law.judge;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import lingdian.domain.document.Credential;
import lingdian.domain.document.Document;
import lingdian.domain.document.ReadMethod;
import lingdian.domain.event.AgentEvent;
import lingdian.domain.event.Hello;
import lingdian.domain.event.LogoutReason;
import lingdian.law.judge.City.Mode;
import lingdian.law.judge.City.Told;
import org.jspecify.annotations.Nullable;

/**
 * What happens in cafés; {@code A} is meant where none is named:
 *
 * <pre>
 * B: 10:00 login s@A01 adult1          (asks before admitting)
 * 10:00 login s@A01 adult1 admitted    (the person already sits there)
 * 10:00 login s@A01 adult1 typed       (the document's number was typed by hand)
 * 10:00 logout s
 * 10:00 heartbeat A01 A02
 * 10:00 heartbeat A01 [powered A01+A02] (which are on; or {@code [powered none]})
 * 10:00 opened                         (or closed, patrol; or invalid, whose time is not read)
 * 10:00 hello 3                        (the last number that the agent knows; hello 3 [terminals 40])
 * 10:00 repeat 3                       (the number 3 again, with other content)
 * 10:00 same 3                         (the number 3 again, the same)
 * 10:00 heartbeat [received 12:00] [sent 11:59] [stream 2]
 * 10:00 opened [stream 2] [key 09:55]  (sent with a key that was made at 09:55)
 * 10:15 look                           (the service looks for silence; or {@code look [outage yes]})
 * 10:15 absence                        (the service looks for an absence)
 * down 10:05..10:20                    (the service does not run)
 * node 09:00..10:30                    (one of several that run; a node that runs on: 09:00..)
 * now 08:00+3                          (nothing is received before that)
 * thresholds graceMinutes 0
 * suspicion typedLogins 3              (a threshold of the suspicions)
 * watch PATROL_MISSING                 (a rule in shadow: what it finds stands in the table)
 * release 00:30+1 graceMinutes 0       (from then on, before anything happens: its version is that time)
 * prior registration 360400
 * outside verification 360400
 * version OVERTIME_OPERATION -> 00:30+1
 * evidence OVERTIME_OPERATION -> 1 2 5 (the numbers of the events; B:1 of another café)
 * </pre>
 */
final class ScenarioEvents {
    private static final Pattern EVENT = Pattern.compile("(?:([A-Z]): )?(\\d\\d:\\d\\d\\S*) (\\w+)(.*)");
    private static final Pattern OPTION = Pattern.compile(" \\[(\\w+) (\\S+)]");

    private final Mode mode;
    private final ScenarioCafes cafes = new ScenarioCafes();
    private final ScenarioPersons persons = new ScenarioPersons();
    private final ScenarioAnswers answers = new ScenarioAnswers(cafes);
    private final Map<UUID, Long> numbers = new HashMap<>();
    private Rules rules = Documents.RULES;
    private final List<Rulebook.Release> releases = new ArrayList<>();
    private @Nullable City city;
    private Instant now = Instant.MIN;
    private final ScenarioService service = new ScenarioService();

    ScenarioEvents(Mode mode) {
        this.mode = mode;
    }

    /** One event of a table, taken apart. */
    private record Line(String cafe, Instant at, String verb, List<String> words, Map<String, String> options) {
        String word(int index) {
            return words.get(index);
        }
    }

    /** Each line with what it really led to. */
    List<String> run(List<String> lines) {
        return lines.stream().map(this::run).toList();
    }

    private String run(String line) {
        String before = line.replaceAll(" ->.*", "");
        String cafe = cafes.decide(line);
        if (cafe != null) {
            city().decide(cafes.facts(cafe));
        } else if (line.startsWith("thresholds ") || line.startsWith("suspicion ")) {
            rules = ScenarioRules.with(rules, line);
        } else if (line.startsWith("release ")) {
            String[] words = line.split(" ");
            Rules changed = ScenarioRules.with(rules, "thresholds " + words[2] + " " + words[3]);
            releases.add(new Rulebook.Release(
                    cafes.clock("A").instant(words[1]),
                    new Rules(
                            words[1],
                            changed.thresholds(),
                            changed.identification(),
                            changed.laws(),
                            changed.rules())));
        } else if (line.startsWith("version ")) {
            return before + " -> " + answers.version(city().findings(), Code.valueOf(before.split(" ")[1]));
        } else if (line.startsWith("standing ")) {
            rules = ScenarioRules.standing(rules, line.split(" "));
        } else if (line.startsWith("state ")) {
            rules = ScenarioRules.state(rules, line.split(" "));
        } else if (line.startsWith("law ") || line.startsWith("authorities ") || line.startsWith("late ")) {
            String[] words = before.split(" ");
            return (before + " -> " + answers.ground(rules, city().findings(), words[0], Code.valueOf(words[1])))
                    .stripTrailing();
        } else if (line.startsWith("prior registration ")) {
            rules = ScenarioRules.priorRegistration(rules, line.substring("prior registration ".length()));
        } else if (line.startsWith("outside verification ")) {
            rules = ScenarioRules.outsideVerification(rules, line.substring("outside verification ".length()));
        } else if (line.startsWith("watch ")) {
            answers.watch(Code.valueOf(line.substring("watch ".length())));
        } else if (line.startsWith("now ")) {
            now = cafes.clock("A").instant(line.substring(4));
        } else if (line.startsWith("down ") || line.startsWith("node ")) {
            service.say(line, cafes.clock("A"));
        } else if (line.startsWith("evidence ")) {
            return before + " -> " + answers.evidence(city().findings(), Code.valueOf(before.split(" ")[1]));
        } else if (!persons.describe(line)) {
            String said = String.join("; ", answer(line(before), line));
            return before + (said.isEmpty() ? " ->" : " -> " + said);
        }
        return line;
    }

    private Line line(String text) {
        var options = new HashMap<String, String>();
        Matcher option = OPTION.matcher(text);
        while (option.find()) {
            options.put(option.group(1), option.group(2));
        }
        Matcher event = EVENT.matcher(option.replaceAll(""));
        if (!event.matches()) {
            throw new IllegalArgumentException("not understood: " + text);
        }
        String cafe = event.group(1) == null ? "A" : event.group(1);
        List<String> words = Arrays.stream(event.group(4).split(" "))
                .filter(word -> !word.isEmpty())
                .toList();
        return new Line(cafe, cafes.clock(cafe).instant(event.group(2)), event.group(3), words, options);
    }

    private List<String> answer(Line line, String text) {
        Instant received = received(line);
        String place = cafes.placeCode(line.cafe());
        UUID stream = stream(line);
        city().decide(cafes.facts(line.cafe()));
        Told told = switch (line.verb()) {
            case "hello" ->
                city().hello(
                                place,
                                new Hello(stream, Long.parseLong(line.word(0)), null, line.at(), terminals(line)),
                                received);
            case "repeat" ->
                city().conflict(
                                place,
                                stream,
                                new AgentEvent.Patrol(Long.parseLong(line.word(0)), line.at(), null),
                                received);
            case "same" -> city().same(place, stream, Long.parseLong(line.word(0)), received);
            case "look" ->
                city().look(
                                place,
                                service.listening(received, rules),
                                line.options().containsKey("outage") ? Explanation.PROBABLE_OUTAGE : null);
            case "absence" ->
                city().lookForAbsence(place, cafes.keyedAt(line.cafe()), service.listening(received, rules));
            default -> judged(line, place, stream, received);
        };
        return answers.of(line.cafe(), told, text);
    }

    private static @Nullable Integer terminals(Line line) {
        String said = line.options().get("terminals");
        return said == null ? null : Integer.valueOf(said);
    }

    private Told judged(Line line, String place, UUID stream, Instant received) {
        AgentEvent event = event(line, numbers.merge(stream, 1L, Long::sum));
        Identity identity = event instanceof AgentEvent.Login login ? persons.identity(login.document()) : null;
        String sent = line.options().get("sent");
        String key = line.options().get("key");
        if (key != null) {
            city().key(place, stream, cafes.clock(line.cafe()).instant(key));
        }
        return city().judge(
                        place,
                        stream,
                        event,
                        sent == null ? null : cafes.clock(line.cafe()).instant(sent),
                        received,
                        identity);
    }

    private Instant received(Line line) {
        String said = line.options().get("received");
        if (said != null) {
            return cafes.clock(line.cafe()).instant(said);
        }
        now = line.at().isAfter(now) ? line.at() : now;
        return now;
    }

    private static UUID stream(Line line) {
        return new UUID(line.cafe().charAt(0), Long.parseLong(line.options().getOrDefault("stream", "1")));
    }

    private AgentEvent event(Line line, long seq) {
        return switch (line.verb()) {
            case "login" -> login(line, seq);
            case "logout" -> new AgentEvent.Logout(seq, line.at(), line.word(0), LogoutReason.PATRON);
            case "heartbeat" ->
                new AgentEvent.Heartbeat(
                        seq,
                        line.at(),
                        line.words().stream().sorted().distinct().toList(),
                        powered(line.options().get("powered")),
                        null);
            case "opened" -> new AgentEvent.Opened(seq, line.at());
            case "closed" -> new AgentEvent.Closed(seq, line.at());
            case "patrol" -> new AgentEvent.Patrol(seq, line.at(), null);
            case "invalid" -> new AgentEvent.Invalid(seq, "/type", "expected a type");
            default -> throw new IllegalArgumentException("not understood: " + line.verb());
        };
    }

    private static @Nullable List<String> powered(@Nullable String said) {
        if (said == null) {
            return null;
        }
        return said.equals("none")
                ? List.of()
                : Stream.of(said.split("\\+")).sorted().toList();
    }

    private AgentEvent login(Line line, long seq) {
        String[] seat = line.word(0).split("@");
        Credential document = persons.document(line.word(1));
        boolean typed = line.words().contains("typed");
        return new AgentEvent.Login(
                seq,
                line.at(),
                seat[0],
                seat[1],
                typed ? typed((Document) document) : document,
                line.words().contains("admitted"));
    }

    private static Document typed(Document card) {
        return new Document(
                card.type(), card.number(), card.name(), card.validUntil(), card.birthDate(), ReadMethod.MANUAL);
    }

    private City city() {
        City known = city;
        if (known == null) {
            known = new City(book(), mode);
            city = known;
        }
        return known;
    }

    private Rulebook book() {
        releases.addFirst(new Rulebook.Release(Instant.EPOCH, rules));
        return new Rulebook(releases);
    }
}
