package lingdian.simulation.load;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import lingdian.domain.document.Credential;
import lingdian.domain.document.Document;
import lingdian.domain.document.DocumentForm;
import lingdian.domain.document.DocumentRules;
import lingdian.domain.document.DocumentTypes;
import lingdian.domain.event.AgentCodec;
import lingdian.domain.event.AgentEvent;
import lingdian.domain.event.Decoded;
import lingdian.domain.event.LogoutReason;
import lingdian.domain.event.ReceivedEvent;
import lingdian.domain.region.Regions;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/** The service's own codec reads the templates' bytes as the intended events. */
class EventBytesProperties {
    private static final LocalDate TODAY = LocalDate.of(2026, 7, 1);
    private static final DocumentRules RULES = new DocumentRules(
            Regions.load(Path.of("config/regions.csv")), DocumentTypes.load(Path.of("config/document-types.csv")));
    private static final long SEQ_MAX = (1L << 53) - 1;

    @Property(tries = 300)
    void aLogoutIsRead(
            @ForAll @LongRange(min = 1, max = SEQ_MAX) long seq,
            @ForAll @LongRange(min = 0, max = 999_999_999) long session,
            @ForAll @LongRange(min = 0, max = 4_000_000_000_000L) long millis) {
        Instant at = Instant.ofEpochMilli(millis);
        var message = new OutgoingMessage();

        events(40).logout(message, seq, time(at), session);

        assertThat(read(message))
                .isEqualTo(
                        new AgentEvent.Logout(seq, at, String.format("0123abcd-%09d", session), LogoutReason.PATRON));
    }

    @Property(tries = 300)
    void aLoginIsReadAndItsDocumentIsAnAdults(
            @ForAll @LongRange(min = 1, max = SEQ_MAX) long seq,
            @ForAll @LongRange(min = 0, max = 999_999_999) long session,
            @ForAll @IntRange(min = 0, max = 39) int terminal,
            @ForAll @LongRange(min = 0, max = 100_000_000) long person) {
        Instant at = Instant.parse("2026-07-01T12:34:56.789Z");
        var message = new OutgoingMessage();

        events(40).login(message, seq, time(at), session, terminal, person);

        var login = (AgentEvent.Login) read(message);
        assertThat(login)
                .isEqualTo(new AgentEvent.Login(
                        seq,
                        at,
                        String.format("0123abcd-%09d", session),
                        String.format("A%03d", terminal + 1),
                        login.document(),
                        false));
        assertMayComeIn(login.document());
    }

    private static void assertMayComeIn(Credential credential) {
        var document = (Document) credential;
        DocumentForm form = RULES.form(document);
        assertThat(DocumentRules.malformedOn(form, TODAY)).isFalse();
        assertThat(DocumentRules.expiredOn(form, TODAY)).isFalse();
        assertThat(DocumentRules.underAgeOn(form, TODAY)).isFalse();
        if (document.type().equals("111")) {
            assertThat(document.number().substring(14, 17)).isEqualTo("000"); // never issued
        } else {
            assertThat(document.type()).isEqualTo("990");
        }
    }

    @Property(tries = 50)
    void aHeartbeatListsAllTerminals(
            @ForAll @LongRange(min = 1, max = SEQ_MAX) long seq,
            @ForAll @IntRange(min = 1, max = LoadPlan.TERMINALS_MAX) int terminals) {
        Instant at = Instant.parse("2026-12-31T23:59:59.001Z");
        var message = new OutgoingMessage();
        EventBytes events = events(terminals);

        events.heartbeat(message, seq, time(at));

        List<String> all = IntStream.range(0, terminals)
                .mapToObj(EventBytes::terminal)
                .sorted()
                .toList();
        assertThat(read(message)).isEqualTo(new AgentEvent.Heartbeat(seq, at, all));
        assertThat(message.length()).isLessThanOrEqualTo(events.longest());
    }

    @Property(tries = 30)
    void aBatchIsItsEventsAndSaysWhenItWasSent(@ForAll @IntRange(min = 1, max = 1_000) int count) {
        Instant at = Instant.parse("2026-07-01T12:34:56.789Z");
        byte[] time = time(at);
        var message = new OutgoingMessage();
        EventBytes events = events(3);

        events.beginBatch(message, time);
        for (int i = 1; i <= count; i++) {
            if (i > 1) {
                message.put(',');
            }
            events.opened(message, i, time);
        }
        events.endBatch(message);

        var decoded = (Decoded.Events) AgentCodec.decode(text(message));
        assertThat(decoded.sent()).isEqualTo(at);
        assertThat(decoded.events())
                .extracting(ReceivedEvent::event)
                .isEqualTo(IntStream.rangeClosed(1, count)
                        .mapToObj(seq -> new AgentEvent.Opened(seq, at))
                        .toList());
    }

    /** A shared document would be denied, and the load would measure another path. */
    @Property(tries = 5)
    void noTwoGuestsShareADocument(@ForAll @LongRange(min = 0, max = GuestDocuments.RESIDENTS) long first) {
        var guests = new GuestDocuments(TODAY, first);
        Set<String> seen = new HashSet<>();
        for (long person = 0; person < 60_000; person++) {
            var message = new OutgoingMessage();
            guests.document(message, person);
            assertThat(seen.add(text(message))).as("person %s", person).isTrue();
        }
    }

    @Property(tries = 200)
    void timeNeverGoesBackOrAstray(@ForAll List<@LongRange(min = 0, max = 5_000) Long> steps) {
        var now = new Instant[] {Instant.parse("2026-07-01T15:59:58Z")};
        var time = new WireTime(() -> now[0]);
        for (long step : steps) {
            now[0] = now[0].plusMillis(step);
            assertThat(Instant.parse(new String(time.now(), UTF_8).replace("+08:00", "Z"))
                            .minus(8, ChronoUnit.HOURS))
                    .isEqualTo(now[0]);
        }
    }

    private static EventBytes events(int terminals) {
        return new EventBytes("0123abcd", new GuestDocuments(TODAY, 1_234), terminals);
    }

    private static byte[] time(Instant at) {
        return new WireTime(() -> at).now();
    }

    private static AgentEvent read(OutgoingMessage message) {
        var decoded = (Decoded.Events) AgentCodec.decode(text(message));
        assertThat(decoded.events()).hasSize(1);
        return decoded.events().getFirst().event();
    }

    private static String text(OutgoingMessage message) {
        return message.text();
    }
}
