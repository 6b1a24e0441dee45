package lingdian.law.judge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import lingdian.domain.ConnectionNumber;
import lingdian.domain.PlaceCode;
import lingdian.law.json.MemoryJson;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The stored form of a café's state, which a later version of the service must be able to read. */
class StoredStateTest {
    private static final CafeState.Unstored NOTHING = written(null, CafeState.Findings.NONE);

    private static final String STORED = """
            {
              "effectiveAt": "2026-07-10T16:40:00Z",
              "currentStream": "fa70466d-6998-77ad-08aa-efa0668ee3ff",
              "unregistered": {
                "finding": {
                  "id": "4c6fb7a0-29f5-5c1e-8a83-5a9c1f3c0e13",
                  "code": "TERMINAL_UNREGISTERED",
                  "standing": "FACT",
                  "placeCode": "36048110306813",
                  "region": "360481",
                  "ruleVersion": "2026.1",
                  "startedAt": "2026-07-10T15:00:00Z",
                  "detectedAt": "2026-07-10T15:01:01Z",
                  "quantities": {"count": 1, "ids": ["A01"], "peak": 1}
                },
                "qualifying": ["A01"],
                "seen": ["A01"],
                "raised": 1
              },
              "overtime": {
                "key": "2026-07-10T16:00:00Z",
                "from": "2026-07-10T16:00:00Z",
                "firstOpenAt": "2026-07-10T16:00:00Z",
                "openMicros": 2400000000,
                "sessions": 1,
                "peakAtStart": 1,
                "peakLater": 0,
                "found": true,
                "proven": true,
                "ended": "2026-07-10T16:40:00Z",
                "detectedAt": "2026-07-10T16:11:02Z"
              },
              "presence": {
                "silent": {"day": "2026-07-10", "millis": 3600000, "from": "2026-07-10T14:00:00Z"}
              },
              "suspicions": {
                "clock": {
                  "id": "5d6fb7a0-29f5-5c1e-8a83-5a9c1f3c0e12",
                  "code": "CLOCK_WRONG",
                  "standing": "LEAD",
                  "placeCode": "36048110306813",
                  "region": "360481",
                  "ruleVersion": "2026.1",
                  "startedAt": "2026-07-10T15:00:00Z",
                  "detectedAt": "2026-07-10T15:00:01Z",
                  "endedAt": "2026-07-10T15:10:00Z",
                  "quantities": {"seconds": 1, "sessions": 2, "peak": 3},
                  "explained": "BUFFERED"
                },
                "past": {"fewTerminals": 0}
              }
            }
            """;

    private static final String FINDINGS = """
            {
              "ofSessions": {
                "s1": [
                  {
                    "id": "4c6fb7a0-29f5-5c1e-8a83-5a9c1f3c0e11",
                    "code": "MINOR_ADMITTED",
                    "standing": "FACT",
                    "placeCode": "36048110306813",
                    "region": "360481",
                    "ruleVersion": "2026.1",
                    "startedAt": "2026-07-10T15:00:00Z",
                    "detectedAt": "2026-07-10T15:00:01Z",
                    "terminal": "A07",
                    "session": "s1",
                    "evidence": [
                      {
                        "placeCode": "36048110306813",
                        "region": "360481",
                        "stream": "fa70466d-6998-77ad-08aa-efa0668ee3ff",
                        "seqs": [4]
                      }
                    ],
                    "login": {"streamNumber": 1, "seq": 4, "day": "2026-07-10"}
                  }
                ]
              },
              "cards": {
                "7da8366d-df78-5d05-9e81-866d97e1cd2d": {
                  "id": "7da8366d-df78-5d05-9e81-866d97e1cd2d",
                  "code": "CARD_ON_MANY_SEATS",
                  "standing": "SUSPICION",
                  "placeCode": "36048110306813",
                  "region": "360481",
                  "ruleVersion": "2026.1",
                  "startedAt": "2026-07-10T14:00:00Z",
                  "detectedAt": "2026-07-10T15:10:00Z",
                  "endedAt": "2026-07-10T15:10:00Z",
                  "quantities": {"seconds": 16, "sessions": 4, "peak": 1},
                  "login": {"streamNumber": 1, "seq": 2, "day": "2026-07-10"}
                }
              }
            }
            """;

    @Test
    void isReadAndWrittenWithTheSameKeys() throws Exception {
        CafeState.Memory read = MemoryJson.read(STORED);
        CafeState.Findings findings = MemoryJson.readFindings(FINDINGS);

        Finding minor = findings.ofSessions().get("s1").getFirst();
        assertThat(minor.terminal()).isEqualTo("A07");
        assertThat(minor.open()).isTrue();
        PeriodTrack overtime = read.overtime();
        assertThat(overtime).isNotNull();
        assertThat(overtime.counts().quantities()).isEqualTo(new Quantities.Sessions(2_400, 1, 1));
        assertThat(tree(MemoryJson.write(read))).isEqualTo(tree(STORED));
        assertThat(tree(MemoryJson.write(findings))).isEqualTo(tree(FINDINGS));
        assertThat(read.with(findings).findings()).isEqualTo(findings);
    }

    /** An earlier version kept how many terminals the agent said are installed. */
    @Test
    void whatIsNotUsedAnyMoreIsIgnored() {
        String before = STORED.replace("\"fewTerminals\": 0", "\"fewTerminals\": 0, \"installed\": 40");
        assertThat(before).isNotEqualTo(STORED);
        assertThat(MemoryJson.read(before)).isEqualTo(MemoryJson.read(STORED));
    }

    @Test
    void isWrittenOnlyWhereMoreThanItsTimesChanged() {
        Instant last = Instant.parse("2026-07-10T16:41:00Z");
        CafeState.Findings findings = MemoryJson.readFindings(FINDINGS);
        CafeState.Memory read = MemoryJson.read(STORED).with(findings).at(last, last);
        var stored = CafeState.restored(
                new PlaceCode("36048110306813"), 7, last, ConnectionNumber.NONE, read, List.of(), List.of());
        assertThat(stored.takeUnstored()).isEqualTo(NOTHING);

        CafeState later = stored.copy();
        later.effectiveAt(last.plusSeconds(1));
        later.presence(later.presence().heardAt(last.plusSeconds(2), true));
        assertThat(later.takeUnstored()).isEqualTo(NOTHING);
        assertThat(later.memory().effectiveAt()).isEqualTo(last.plusSeconds(1));

        later.presence(later.presence().said(BusinessDay.CLOSED));
        later.presence(later.presence().said(BusinessDay.OPENED));
        CafeState.Memory counts = later.memory().at(null, null).with(CafeState.Findings.NONE);
        assertThat(later.takeUnstored())
                .as("the findings are stored")
                .isEqualTo(written(counts, CafeState.Findings.NONE));
        assertThat(later.takeUnstored()).as("once").isEqualTo(NOTHING);
        assertThat(stored.takeUnstored())
                .as("the copy of a commit that failed is dropped")
                .isEqualTo(NOTHING);
    }

    @Test
    void findingsAreWrittenOnlyWhereTheyChanged() {
        CafeState.Findings findings = MemoryJson.readFindings(FINDINGS);
        CafeState.Memory read = MemoryJson.read(STORED);
        var first = CafeState.restored(
                new PlaceCode("36048110306813"), 7, null, ConnectionNumber.NONE, read, List.of(), List.of());

        CafeState found = first.copy();
        found.sessionFindings().putAll(findings.ofSessions());
        found.suspicions(found.suspicions().withCards(findings.cards()));
        assertThat(found.takeUnstored()).isEqualTo(written(null, findings));

        CafeState another = found.copy();
        another.sessionFindings().put("s2", findings.ofSessions().get("s1"));
        assertThat(another.takeUnstored())
                .as("those that are stored are not written again")
                .isEqualTo(written(
                        null,
                        new CafeState.Findings(
                                Map.of("s2", findings.ofSessions().get("s1")), Map.of())));

        CafeState ended = another.copy();
        ended.sessionFindings().remove("s1");
        assertThat(ended.takeUnstored())
                .isEqualTo(new CafeState.Unstored(
                        null, new CafeState.FindingChanges(CafeState.Findings.NONE, Set.of("s1"), Set.of())));

        CafeState nextDay = ended.copy();
        nextDay.suspicions(nextDay.suspicions().withCards(Map.of()));
        assertThat(nextDay.takeUnstored())
                .isEqualTo(new CafeState.Unstored(
                        null,
                        new CafeState.FindingChanges(
                                CafeState.Findings.NONE,
                                Set.of(),
                                findings.cards().keySet())));
        assertThat(new CafeState(new PlaceCode("36048110306813")).takeUnstored())
                .as("a first one is written whole")
                .isEqualTo(written(CafeState.Memory.EMPTY, CafeState.Findings.NONE));
    }

    private static CafeState.Unstored written(CafeState.@Nullable Memory memory, CafeState.Findings findings) {
        return new CafeState.Unstored(memory, new CafeState.FindingChanges(findings, Set.of(), Set.of()));
    }

    private static JsonNode tree(String text) throws Exception {
        return new ObjectMapper().readTree(text);
    }
}
