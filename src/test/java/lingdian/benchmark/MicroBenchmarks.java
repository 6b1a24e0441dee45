package lingdian.benchmark;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import lingdian.domain.Measures;
import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;
import lingdian.domain.document.Document;
import lingdian.domain.document.DocumentForm;
import lingdian.domain.document.DocumentRules;
import lingdian.domain.document.DocumentTypes;
import lingdian.domain.document.Masks;
import lingdian.domain.document.PersonToken;
import lingdian.domain.document.ReadMethod;
import lingdian.domain.event.AgentCodec;
import lingdian.domain.event.AgentEvent;
import lingdian.domain.event.AgentEventJson;
import lingdian.domain.event.Decoded;
import lingdian.domain.event.LogoutReason;
import lingdian.domain.region.Regions;
import lingdian.law.figures.NightlyFigures;
import lingdian.law.hours.Hours;
import lingdian.law.hours.HoursLayers;
import lingdian.law.json.RulesFile;
import lingdian.law.judge.CafeFacts;
import lingdian.law.judge.CafeState;
import lingdian.law.judge.Identity;
import lingdian.law.judge.Judge;
import lingdian.law.judge.Judgement;
import lingdian.law.judge.People;
import lingdian.law.judge.Rulebook;
import lingdian.law.judge.StampedEvent;
import lingdian.law.judge.StreamState;
import lingdian.platform.settings.ConfigDirectory;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What the pure parts of an event's path take and allocate: codec, judge, hours, document rules, masking. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class MicroBenchmarks {
    private static final String CAFE = "36048110000001";
    private static final Instant BEGIN = Instant.parse("2026-07-01T02:00:00Z"); // ten o'clock there
    private static final int TERMINALS = 40;
    private static final UUID STREAM = new UUID(7, 7);
    private static final Document CARD =
            new Document("111", "11010519491231002X", "欧阳某某", "2031-05-01", null, ReadMethod.CHIP);

    private final List<String> inUse = terminals();
    private final String login = AgentEventJson.encode(new AgentEvent.Login(57, BEGIN, "s-57", "A017", CARD, false));
    private final String heartbeat = AgentEventJson.encode(new AgentEvent.Heartbeat(58, BEGIN, inUse));
    private final AgentEvent.Login loginEvent = new AgentEvent.Login(57, BEGIN, "s-57", "A017", CARD, false);
    private final Hours hours = Hours.of(new HoursLayers(ZoneId.of("Asia/Shanghai"), List.of(), List.of()));
    private final CafeFacts facts = new CafeFacts(
            new PlaceCode(CAFE),
            new RegionCode("360481"),
            hours,
            List.of(),
            Set.of(),
            TERMINALS,
            new NightlyFigures(TERMINALS, null),
            Measures.MANAGEMENT,
            List.of());
    private final LocalDate day = LocalDate.of(2026, 7, 1);
    private DocumentRules documents;
    private DocumentForm form;
    private Judge judge;
    private Rulebook rulebook;
    private CafeState state;
    private People people;
    private long seq;
    private long number;
    private Instant now = BEGIN;

    private static List<String> terminals() {
        var ids = new ArrayList<String>();
        for (int i = 0; i < TERMINALS; i++) {
            ids.add(String.format(Locale.ROOT, "A%03d", i));
        }
        return List.copyOf(ids);
    }

    /** A café with all but one of its terminals in use. */
    @Setup(Level.Iteration)
    public void open() throws IOException {
        ConfigDirectory config = ConfigDirectory.find(null);
        try (InputStream regions = config.open("regions.csv");
                InputStream types = config.open("document-types.csv")) {
            documents = new DocumentRules(
                    Regions.read(regions, "regions.csv"), DocumentTypes.read(types, "document-types.csv"));
        }
        form = documents.form(CARD);
        rulebook = Rulebook.of(config.read("rules.yaml", RulesFile.class).toRules());
        judge = new Judge(rulebook);
        state = new CafeState(new PlaceCode(CAFE));
        people = new People(rulebook);
        people.cafe(new PlaceCode(CAFE), new People.CafeClock(new RegionCode("360481"), null, null));
        seq = 0;
        now = BEGIN;
        for (int i = 0; i < TERMINALS - 1; i++) {
            judged(login(i, inUse.get(i), new UUID(1, i)));
        }
        number = TERMINALS;
    }

    private StampedEvent login(long session, String terminal, UUID person) {
        var event = new AgentEvent.Login(++seq, now, "s-" + session, terminal, CARD, true);
        return new StampedEvent(STREAM, 1, event, null, now, new Identity(new PersonToken(person), form));
    }

    private Judgement judged(StampedEvent event) {
        if (event.identity() != null) {
            people.person(event.identity().token(), Instant.MIN, List.of());
        }
        state.received(now);
        Judgement judgement = judge.judge(state, facts, people, event);
        people.after(new PlaceCode(CAFE), state.effectiveAt(), judgement.sessions(), now);
        state.putStream(new StreamState(STREAM, 1, seq, "", false));
        return judgement;
    }

    @Benchmark
    public Decoded decodeLogin() {
        return AgentCodec.decode(login);
    }

    @Benchmark
    public Decoded decodeHeartbeatOf40() {
        return AgentCodec.decode(heartbeat);
    }

    @Benchmark
    public String encodeLogin() {
        return AgentEventJson.encode(loginEvent);
    }

    /** Two events. */
    @Benchmark
    public Judgement judgeLoginAndLogout() {
        now = now.plus(Duration.ofNanos(1_000));
        long session = number++;
        judged(login(session, "A039", new UUID(2, 7)));
        var out = new AgentEvent.Logout(++seq, now, "s-" + session, LogoutReason.PATRON);
        Judgement judgement = judged(new StampedEvent(STREAM, 1, out, null, now, null));
        state.forgetOpenedBefore();
        return judgement;
    }

    @Benchmark
    public Judgement judgeHeartbeatOf40() {
        now = now.plus(Duration.ofNanos(1_000));
        return judged(new StampedEvent(STREAM, 1, new AgentEvent.Heartbeat(++seq, now, inUse), null, now, null));
    }

    @Benchmark
    public boolean hoursPermits() {
        return hours.permits(BEGIN);
    }

    @Benchmark
    public Object hoursCloseAt() {
        return hours.closesAt(BEGIN, Duration.ofHours(48));
    }

    @Benchmark
    public DocumentForm documentForm() {
        return documents.form(CARD);
    }

    @Benchmark
    public Object documentFault() {
        return documents.faultOn(CARD, day);
    }

    @Benchmark
    public String maskNumber() {
        return Masks.number(CARD.number());
    }

    @Benchmark
    public String maskName() {
        return Masks.name(CARD.name());
    }
}
