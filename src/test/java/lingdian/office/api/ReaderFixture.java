package lingdian.office.api;

import static lingdian.testing.RunningApi.await;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Tuple;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import lingdian.access.account.Account;
import lingdian.access.account.Role;
import lingdian.access.account.ScopedStore;
import lingdian.domain.AccountId;
import lingdian.domain.Authority;
import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;
import lingdian.domain.document.Document;
import lingdian.domain.document.ReadMethod;
import lingdian.domain.region.Scope;
import lingdian.record.evidence.RecordHash;
import lingdian.testing.RunningApi;
import lingdian.vault.seal.FileSealing;
import lingdian.vault.seal.SealedFile;
import lingdian.vault.seal.SealedRef;

/** A running API whose database has one row of each table that a reader may look at, all of one café. */
final class ReaderFixture implements AutoCloseable {
    static final PlaceCode CAFE = new PlaceCode("36048110000001");
    static final RegionCode REGION = new RegionCode("360481");
    static final UUID VIOLATION = new UUID(1, 1);
    static final UUID ORDER = new UUID(2, 2);
    static final UUID STREAM = new UUID(3, 3);
    static final UUID UNMASKING = new UUID(4, 4);
    static final UUID REQUEST = new UUID(5, 5);
    static final UUID HOLD = new UUID(6, 6);
    static final UUID OBJECTION = new UUID(5, 5);
    static final UUID FILE = new UUID(6, 6);
    static final UUID INSPECTION = new UUID(7, 7);
    static final UUID CAMPAIGN = new UUID(8, 8);
    /** The reader of a store that forgets its reader's scope: every region, and the authority of the row. */
    static final Account EVERYONE = account(Role.REGULATOR, Authority.PUBLIC_SECURITY, RegionCode.COUNTRY, null);

    static final LocalDate DAY = LocalDate.of(2026, 7, 1);
    static final Document DOCUMENT = new Document("990", "P-0001", "某某", null, "1990-01-01", ReadMethod.MANUAL);
    /** The scope that a store without its reader's scope is given. */
    static final Scope POLICE = new Scope(Authority.PUBLIC_SECURITY, RegionCode.COUNTRY, Set.of());

    static final Scope ALL = new Scope(null, RegionCode.COUNTRY, Set.of());

    /** The numbers are those of the values that {@link #fill} puts in. */
    private static final String ROWS = """
            INSERT INTO cafe_change (place_code, name, at, change, former, present, regions)
              VALUES ('%1$s', 'x', now(), 'region', '360481', '360481', '{360481}');
            INSERT INTO cafe_state (place_code, version, received_at, effective_at, open_sessions, state) VALUES ('%1$s', 1, now(), now(), 1, '{}');
            INSERT INTO stream VALUES (1, '%1$s', '%2$s', 1, decode(repeat('00', 32), 'hex'), false, now());
            INSERT INTO violation (id, code, place_code, region, standing, state, authorities, started_at, detected_at, snapshot,
                stream_number, login_seq, login_day)
              VALUES ('%3$s', 'IDENTITY_UNVERIFIED', '%1$s', '360481', 'fact', 'open', '{culture,public-security}', now(), now(),
                '{"evidence":[{"placeCode":"%1$s","stream":"%2$s","seq":[2]}]}', 1, 1, '%5$s');
            INSERT INTO violation_figure VALUES
              ('%3$s', '2026-07-01', 1, '%1$s', 'IDENTITY_UNVERIFIED', 'fact', '{public-security}', 0, '360481');
            INSERT INTO cafe_day VALUES ('2026-07-01', '%1$s', 1, 1, 1, 1, 1, 1, 1, '360481');
            INSERT INTO region_terminals VALUES ('2026-07-01', '360481', 1, 1, 0);
            INSERT INTO feed (position, at, event, violation_id, place_code, code, standing, authorities, snapshot)
              VALUES (1, now(), 'opened', '%3$s', '%1$s', 'IDENTITY_UNVERIFIED', 'fact', '{public-security}', '{}');
            INSERT INTO hours_order (id, place_code, kind, begins_at, ends_at, document, entered_at)
              VALUES ('%4$s', '%1$s', 'closed', now(), now() + interval '1 h', 'd', now());
            INSERT INTO suspension VALUES ('%4$s', '%1$s', now(), null, 'suspension', 'culture', 'd', now());
            INSERT INTO closure VALUES ('%4$s', '%1$s', 'temporary', now(), null, 'd', now());
            INSERT INTO schedule (place_code, weekly, valid_from, document, entered_at) VALUES ('%1$s', '{}', '2026-01-01', 'd', now());
            SELECT ensure_day('%5$s');
            INSERT INTO case_step (violation_id, number, action, step, at, account, authority, note, code, rule_version, place_code,
                inspection)
              SELECT '%3$s', 1, 'confirm', 'confirmed', now(), id, 'culture', '\\x%6$s', 'IDENTITY_UNVERIFIED', '1', '%1$s', '%13$s'
              FROM account LIMIT 1;
            INSERT INTO attachment VALUES ('%11$s', '%10$s', 1, 'text/plain', 1, '\\x00', '\\x%12$s', '\\x%15$s',
              decode(repeat('00', 32), 'hex'));
            INSERT INTO objection SELECT '%10$s', '%3$s', 1, now(), id, '\\x00' FROM account LIMIT 1;
            INSERT INTO objection_answer SELECT '%10$s', 'culture', true, '\\x00', now(), id FROM account LIMIT 1;
            INSERT INTO inspection VALUES ('%13$s', 'public-security', '360481', now());
            INSERT INTO site_record SELECT '%13$s', '%13$s', '%1$s', 1, now(), id, '\\x00' FROM account LIMIT 1;
            INSERT INTO inspection_version
              SELECT '%13$s', 1, now(), id, 'routine', 'closed', 'u', now(), now(), 0, 0, '{}', '{%1$s}', '{}', '\\x00'
              FROM account LIMIT 1;
            INSERT INTO inspection_correction SELECT '%13$s', 1, now(), id, '\\x00' FROM account LIMIT 1;
            INSERT INTO draw SELECT '%13$s', 'public-security', '360481', now(), id, (now() AT TIME ZONE interval '8 h')::date,
              sha256(''), null, '{}', 1, null
              FROM account LIMIT 1;
            INSERT INTO office_profile (region, authority, version, name, area, word, digits, words, account, at)
              SELECT '360481', 'public-security', 1, 'n', '', 'w', 0, '{}', id, now()
              FROM account LIMIT 1;
            INSERT INTO case_file (id, authority, place_code, region, time_zone, business_day, opened_at, step, version, running, priority,
                began_at, due_at)
              VALUES ('%13$s', 'public-security', '%1$s', '360481', 'Asia/Shanghai', now(), now(), 'lead', 1, false, 2, now(), now());
            INSERT INTO case_action (case_id, number, action, step, at, place_code) VALUES ('%13$s', 1, 'open', 'lead', now(), '%1$s');
            INSERT INTO document_counter VALUES ('360481', 'public-security', 'w', 2026, 1);
            INSERT INTO case_document (id, case_id, region, authority, word, year, serial, number, kind, at, account, bears_number,
                serves, content, content_key, content_hash, page)
              SELECT '%13$s', '%13$s', '360481', 'public-security', 'w', 2026, 1, 'n', 'service-receipt', now(), id, false,
                '{%13$s}', '', '', decode(repeat('00', 32), 'hex'), ''
              FROM account LIMIT 1;
            INSERT INTO campaign SELECT '%14$s', 'c', '360481', '{public-security}', '{}', now(), now(), now(), id
              FROM account LIMIT 1;
            INSERT INTO maintenance SELECT '%14$s', '%1$s', 'power', now(), now() + interval '1 h', now(), id
              FROM account LIMIT 1;
            INSERT INTO safety SELECT '%1$s', '%14$s', null, '{}', null, now(), id FROM account LIMIT 1;
            INSERT INTO campaign_entry SELECT '%14$s', '%14$s', 'training', 'public-security', 'u', now(), id, null, null, '{}'
              FROM account LIMIT 1;
            INSERT INTO campaign_participant (campaign_id, region, version, units, at, account)
              SELECT '%14$s', '360481', 1, '{}', now(), id FROM account LIMIT 1;
            INSERT INTO journal (day, stream_number, seq, received_at, effective_at, body, content_mac, chain, type)
              VALUES ('%5$s', 1, 1, now(), now(), '{}', '', decode(repeat('00', 32), 'hex'), 'h');
            INSERT INTO unmasking (id, violation_id, what, reason, asked_by, asked_at, ends_at)
              SELECT '%7$s', '%3$s', 'person', '', id, now(), now() FROM account LIMIT 1;
            INSERT INTO record_request (id, place_code, authority, from_at, to_at, legal_basis, reason, asked_by, asked_at, ends_at)
              SELECT '%8$s', '%1$s', 'public-security', '2026-01-01', '2036-01-01', '', '', id, now(), now() FROM account LIMIT 1;
            INSERT INTO legal_hold (id, day_from, day_to, authority, region, reason, made_by, made_at)
              SELECT '%9$s', '%5$s', '%5$s', 'public-security', '360481', '', id, now() FROM account LIMIT 1;
            INSERT INTO complaint (id, authority, region, way, subject, received_at, anonymous, wants_answer, accept_by, answer_by,
                                   provisional, step, version)
              VALUES ('%9$s', 'public-security', '360481', 'letter', 'hours', now(), true, false, now(), now(), false, 'received', 1);
            INSERT INTO office_message (id, authority, region, purpose, text, account, sent_at, valid_until)
              SELECT '%9$s', 'public-security', '360481', 'hours', '\\x00', id, now(), now() + interval '1 h' FROM account LIMIT 1;
            INSERT INTO return_submission SELECT 'public-security', '360481', '2026-07', 1, now(), id, 'o', '1', '{}'
              FROM account WHERE region = '360481' LIMIT 1;
            INSERT INTO target SELECT 'public-security', '360481', 'inspected', 'month', 1, 10, now(), id
              FROM account WHERE region = '360481' LIMIT 1;
            INSERT INTO roster SELECT '360481', 'public-security', 1, id, now() FROM account LIMIT 1;
            INSERT INTO roster_duty VALUES ('%9$s', '360481', 'public-security', 1, now(), now() + interval '1 h', '\\x00', '\\x00');
            INSERT INTO message VALUES ('%9$s', '%1$s', 'public-security', now(), now() + interval '1 h');
            INSERT INTO complaint_text VALUES ('%9$s', '\\x%16$s', '\\x00');
            INSERT INTO complaint_entry (complaint_id, number, action, at, account, former_case_id)
              SELECT '%9$s', 1, 'register', now(), id, '%13$s' FROM account LIMIT 1;
            """;

    final RunningApi api = new RunningApi();
    private final ScopedStore scoped = new ScopedStore(api.readers, () -> RunningApi.NOW);

    ReaderFixture() {
        fill();
    }

    private void fill() {
        api.createCafe(CAFE.value());
        String police = api.regulator("public-security", REGION.value());
        api.call(
                "POST",
                "/api/v1/persons",
                police,
                new JsonObject()
                        .put(
                                "document",
                                new JsonObject()
                                        .put("type", DOCUMENT.type())
                                        .put("number", DOCUMENT.number())
                                        .put("name", DOCUMENT.name())
                                        .put("birthDate", "1990-01-01")));
        api.sql("UPDATE registered_person SET mismatched_on = '2026-07-10'");
        SealedFile file = file();
        api.sql(ROWS.formatted(
                CAFE.value(),
                STREAM,
                VIOLATION,
                ORDER,
                DAY,
                HexFormat.of().formatHex(note()),
                UNMASKING,
                REQUEST,
                HOLD,
                OBJECTION,
                FILE,
                HexFormat.of().formatHex(file.content()),
                INSPECTION,
                CAMPAIGN,
                HexFormat.of().formatHex(file.key()),
                HexFormat.of().formatHex(seal("{\"name\":\"某某\"}", new SealedRef("", HOLD, 0, "complaint-reporter")))));
        seal(1, "identity", api.vault.sealDocument(DOCUMENT, new SealedRef(CAFE.value(), STREAM, 1, "identity")));
        seal(2, "quarantine", api.vault.seal("某某", new SealedRef(CAFE.value(), STREAM, 2, "quarantine")));
    }

    private void seal(long seq, String kind, byte[] sealed) {
        await(api.pool
                .preparedQuery("INSERT INTO sealed VALUES ($1, 1, $2, $3, $4, $5)")
                .execute(Tuple.of(
                        DAY,
                        seq,
                        kind,
                        Buffer.buffer(sealed),
                        Buffer.buffer(RecordHash.sha256().digest(sealed)))));
    }

    private byte[] note() {
        return seal("某某", new SealedRef(CAFE.value(), VIOLATION, 1, "case-note"));
    }

    private byte[] seal(String text, SealedRef ref) {
        return api.vault.seal(text, ref);
    }

    private SealedFile file() {
        return new FileSealing(api.vault).seal(new byte[] {'x'}, new SealedRef("", OBJECTION, 1, "file"));
    }

    Future<Object> read(Account reader, StoreRead read) {
        return scoped.read(reader, client -> read.over(client).map(found -> found));
    }

    @Override
    public void close() {
        api.close();
    }

    /** @param placeCodes of an operator's cafés; null for other roles */
    static Account account(Role role, Authority authority, RegionCode region, String placeCode) {
        return new Account(new AccountId(UUID.randomUUID()), "one", role, authority, region, cafes(placeCode));
    }

    private static Set<PlaceCode> cafes(String codes) {
        return codes == null
                ? Set.of()
                : Arrays.stream(codes.split(",")).map(PlaceCode::new).collect(Collectors.toSet());
    }
}
