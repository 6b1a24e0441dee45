package lingdian.law.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import lingdian.domain.ChinaTime;
import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;
import lingdian.domain.event.AgentCodec;
import lingdian.domain.event.AgentEvent;
import lingdian.domain.event.Decoded;
import lingdian.law.hours.Hours;
import lingdian.law.hours.HoursLayers;
import lingdian.testing.VectorFiles;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The vectors through the pure judge: verdicts, rejects and findings, no more and no less. */
class VectorsTest {
    private static final Path CONTRACT = Path.of("../shared/vectors-next");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant RECEIVED = Instant.parse("2027-01-01T00:00:00Z");

    @TestFactory
    Stream<DynamicTest> everyVectorIsJudgedAsItSays() {
        return VectorFiles.documents().stream()
                .map(VectorsTest::parsed)
                .flatMap(vector -> Stream.of(City.Mode.values())
                        .map(mode -> DynamicTest.dynamicTest(
                                vector.path("name").asText() + " " + mode, () -> check(vector, mode))));
    }

    /** The contract's own files, where they lie beside the project, are the same to the byte. */
    @Test
    void theVectorsAreThoseOfTheContract() throws IOException {
        assumeTrue(
                Files.isDirectory(CONTRACT), "skipped: the contract's vectors (../shared/vectors-next) are not here");
        try (Stream<Path> list = Files.list(CONTRACT)) {
            List<String> texts = new ArrayList<>();
            for (Path file : list.filter(one -> one.toString().endsWith(".json"))
                    .sorted()
                    .toList()) {
                texts.add(Files.readString(file));
            }
            assertThat(VectorFiles.documents()).isEqualTo(texts);
        }
    }

    private static JsonNode parsed(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void check(JsonNode vector, City.Mode mode) {
        var city = new City(Documents.RULES, mode);
        vector.path("cafes").forEach(cafe -> city.decide(facts(cafe)));
        Set<String> shared = shared(vector);
        for (JsonNode cafe : vector.path("cafes")) {
            checkAnswers(city, cafe, vector.path("sharedPersons").asBoolean() ? shared : Set.of());
        }
        assertThat(found(city)).containsExactlyInAnyOrderElementsOf(expected(vector));
    }

    private static CafeFacts facts(JsonNode cafe) {
        Hours hours = Hours.of(new HoursLayers(ChinaTime.ZONE, List.of(), List.of()));
        String place = cafe.path("placeCode").asText();
        var staff = new HashSet<String>();
        cafe.path("staffTerminals").forEach(terminal -> staff.add(terminal.asText()));
        return new CafeFacts(new PlaceCode(place), new RegionCode(place.substring(0, 6)), hours, List.of(), staff);
    }

    private static void checkAnswers(City city, JsonNode cafe, Set<String> shared) {
        var verdicts = new TreeMap<Long, List<String>>();
        var rejects = new TreeMap<Long, String>();
        var expected = new TreeMap<Long, List<String>>();
        String place = cafe.path("placeCode").asText();
        UUID stream = UUID.nameUUIDFromBytes(place.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        for (JsonNode json : cafe.path("events")) {
            AgentEvent event = decoded(json);
            boolean left = shared.contains(number(json));
            switch (judged(city, place, stream, event)) {
                case Judgement.Verdict verdict -> verdicts.put(event.seq(), words(verdict.reasons(), left));
                case Judgement.Reject reject -> rejects.put(event.seq(), reject.code());
                case null -> {}
            }
            JsonNode reasons = cafe.path("verdicts").path(String.valueOf(event.seq()));
            if (reasons.isArray()) {
                expected.put(event.seq(), texts(reasons, left));
            }
        }
        assertThat(verdicts).as("verdicts of %s", place).isEqualTo(expected);
        var expectedRejects = new TreeMap<Long, String>();
        cafe.path("rejects")
                .properties()
                .forEach(one -> expectedRejects.put(
                        Long.valueOf(one.getKey()), one.getValue().asText()));
        assertThat(rejects).as("rejects of %s", place).isEqualTo(expectedRejects);
    }

    private static Judgement.@Nullable Answer judged(City city, String place, UUID stream, AgentEvent event) {
        Identity identity = event instanceof AgentEvent.Login login ? Documents.identity(login.document()) : null;
        Judgement judgement =
                city.judge(place, stream, event, null, RECEIVED, identity).judgement();
        return judgement == null ? null : judgement.answer();
    }

    private static AgentEvent decoded(JsonNode json) {
        return switch (AgentCodec.decodeLine(json.toString())) {
            case Decoded.OneEvent one -> one.event().event();
            case Decoded.Refused refused -> throw new AssertionError(refused.reason());
        };
    }

    private static List<String> words(List<Reason> reasons, boolean shared) {
        return reasons.stream()
                .filter(reason -> !shared || reason != Reason.IN_USE_ELSEWHERE)
                .map(Reason::wire)
                .toList();
    }

    private static List<String> texts(JsonNode reasons, boolean shared) {
        return StreamSupport.stream(reasons.spliterator(), false)
                .map(JsonNode::asText)
                .filter(reason -> !shared || !reason.equals(Reason.IN_USE_ELSEWHERE.wire()))
                .toList();
    }

    /** The documents that are seen in more than one café. */
    private static Set<String> shared(JsonNode vector) {
        Map<String, Set<String>> places = new HashMap<>();
        for (JsonNode cafe : vector.path("cafes")) {
            for (JsonNode event : cafe.path("events")) {
                places.computeIfAbsent(number(event), number -> new HashSet<>())
                        .add(cafe.path("placeCode").asText());
            }
        }
        places.values().removeIf(seen -> seen.size() < 2);
        return places.keySet();
    }

    private static String number(JsonNode event) {
        JsonNode document = event.path("document");
        return document.path("type").asText() + "|"
                + document.path("number").asText().strip().toUpperCase(java.util.Locale.ROOT);
    }

    private static Collection<Map<String, Object>> expected(JsonNode vector) {
        var expected = new ArrayList<Map<String, Object>>();
        vector.path("violations").forEach(violation -> {
            var fields = new LinkedHashMap<String, Object>();
            violation.properties().forEach(field -> fields.put(field.getKey(), value(field.getValue())));
            expected.add(fields);
        });
        return expected;
    }

    private static Object value(JsonNode json) {
        if (json.isNumber()) {
            return json.asLong();
        }
        if (json.isNull()) {
            return "null";
        }
        if (json.isObject()) {
            var fields = new HashMap<String, Object>();
            json.properties().forEach(field -> fields.put(field.getKey(), value(field.getValue())));
            return fields;
        }
        if (json.isArray()) {
            return StreamSupport.stream(json.spliterator(), false)
                    .map(VectorsTest::value)
                    .toList();
        }
        return json.asText().contains("T") && json.asText().contains("+")
                ? OffsetDateTime.parse(json.asText()).toInstant()
                : json.asText();
    }

    /** With the fields that the vectors give for each code. */
    private static Collection<Map<String, Object>> found(City city) {
        return city.findings().stream()
                .filter(finding -> finding.code() != Code.RECORDS_BROKEN)
                .filter(finding -> Documents.RULES.state(finding) == RuleState.ENABLED) // others are told to nobody
                .<Map<String, Object>>map(VectorsTest::fields)
                .toList();
    }

    private static Map<String, Object> fields(Finding finding) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("code", finding.code().name());
        fields.put("placeCode", finding.placeCode().value());
        fields.put("startedAt", finding.startedAt());
        fields.put("endedAt", finding.endedAt() == null ? "null" : finding.endedAt());
        switch (finding.code()) {
            case OVERTIME_OPERATION -> {
                fields.put("standing", finding.standing().wire());
                quantities(fields, finding);
            }
            case IDENTITY_SHARED -> {
                fields.put("standing", finding.standing().wire());
                fields.put("session", finding.session());
            }
            case MINOR_ADMITTED, IDENTITY_UNVERIFIED -> fields.put("session", finding.session());
            case TERMINAL_UNREGISTERED -> terminals(fields, finding);
            default -> {}
        }
        return fields;
    }

    private static void terminals(Map<String, Object> fields, Finding finding) {
        assertThat(finding.terminal()).isNull();
        if (finding.quantities() instanceof Quantities.Terminals terminals) {
            fields.put("terminals", Map.of("count", (long) terminals.count(), "ids", terminals.ids()));
            fields.put("peak", (long) terminals.peak());
        }
    }

    private static void quantities(Map<String, Object> fields, Finding finding) {
        if (finding.quantities() instanceof Quantities.Sessions quantities && finding.endedAt() != null) {
            fields.put("seconds", quantities.seconds());
            fields.put("sessions", (long) quantities.sessions());
            fields.put("peak", (long) quantities.peak());
        }
    }
}
