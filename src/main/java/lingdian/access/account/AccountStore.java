package lingdian.access.account;

import static lingdian.platform.database.Columns.utc;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import lingdian.domain.AccountId;
import lingdian.domain.Authority;
import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;
import lingdian.platform.database.Columns;
import lingdian.platform.database.QueryPool;
import lingdian.platform.database.SqlState;
import lingdian.platform.database.Witness;
import lingdian.platform.secret.Tokens;
import org.jspecify.annotations.Nullable;

/**
 * Accounts and their tokens. The first admin is not in the database: it exists as long as the environment has its
 * token.
 */
public final class AccountStore {
    private static final Account FIRST_ADMIN =
            new Account(Account.FIRST_ADMIN, "first", Role.ADMIN, null, null, Set.of());

    private static final String IDENTIFY = """
            SELECT id, name, role, authority, region, place_code, other_place_codes,
              rights_version FROM account
            WHERE token_hash = $1 AND ended_at IS NULL AND (token_expires_at IS NULL OR token_expires_at > $2)
            """;
    private static final String OF = """
            SELECT id, name, role, authority, region, place_code, other_place_codes FROM account WHERE id = $1 AND ended_at IS NULL
            """;
    /** As little as a change needs: who only refers to the account is not waited for. */
    private static final String HOLD = OF + "FOR NO KEY UPDATE";

    private static final String OF_GOING_ON = """
            SELECT id, name, role, authority, region, place_code, other_place_codes FROM account
            WHERE id = $1 AND ended_at IS NULL AND (token_expires_at IS NULL OR token_expires_at > $2)
            """;
    private static final String ENDED_OWNER = """
            SELECT id FROM account WHERE token_hash = $1 AND (ended_at IS NOT NULL OR token_expires_at <= $2)
            """;
    private static final String CREATE = """
            INSERT INTO account (id, name, role, authority, region, place_code, other_place_codes, token_hash, created_at,
              token_expires_at, sign_in_name, provider_issuer, provider_subject, provisioned)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
            """;
    private static final String CHANGE = """
            UPDATE account SET name = $2, role = $3, authority = $4, region = $5, place_code = $6, other_place_codes = $7,
              changed_at = CASE
                WHEN (role, authority, region, place_code, other_place_codes) IS DISTINCT FROM ($3, $4, $5, $6, $7)
                THEN $8 ELSE changed_at END
            WHERE id = $1 AND ended_at IS NULL
            """;
    private static final String UNCHANGED_SINCE = """
            SELECT coalesce(changed_at, created_at) FROM account WHERE id = $1
            """;
    private static final String HAS_ENDED = """
            SELECT EXISTS (SELECT FROM account WHERE id = $1 AND (ended_at IS NOT NULL OR token_expires_at <= $2))
            """;
    private static final String PAGE = """
            SELECT id, name, role, authority, region, place_code, other_place_codes, created_at,
              coalesce(changed_at, created_at) AS unchanged_since, ended_at, token_expires_at, sign_in_name,
              token_hash IS NOT NULL AS has_token, provider_subject IS NOT NULL AS is_provided,
              EXISTS (SELECT FROM second_factor f WHERE f.account = a.id AND f.confirmed_at IS NOT NULL) AS has_factor,
              EXISTS (SELECT FROM password p WHERE p.account = a.id) AS has_password,
              (SELECT max(expires_at) FROM invitation i WHERE i.account = a.id) AS invited_until
            FROM account a
            WHERE ($1::text IS NULL OR strpos(lower(name), lower($1)) > 0 OR strpos(sign_in_name, lower($1)) > 0
                OR $1 = place_code OR $1 = ANY (other_place_codes) OR $1 = region)
              AND ($2::timestamptz IS NULL OR (created_at, id) < ($2, $3::uuid))
              AND ($5::uuid IS NULL OR id = $5)
            ORDER BY created_at DESC, id DESC LIMIT $4
            """;
    private static final String COUNT = """
            SELECT count(*) FROM account
            WHERE ($1::text IS NULL OR strpos(lower(name), lower($1)) > 0 OR strpos(sign_in_name, lower($1)) > 0
                OR $1 = place_code OR $1 = ANY (other_place_codes) OR $1 = region)
              AND ($2::uuid IS NULL OR id = $2)
            """;
    /** Those of a café are those that are, or were, its operator's. */
    private static final String CODES = "(a.former_place_codes || a.place_code || a.other_place_codes)";
    /** The entries of the access log that say how new the account was are those of Approvers. */
    private static final String CHANGED = """
            SELECT id, name, role, authority, region, place_code, other_place_codes, created_at,
              coalesce(changed_at, created_at) AS unchanged_since, ended_at, invited_at,
              coalesce(changed_at, created_at) > $2 AS is_new_or_changed, renamed_at, former_names,
              changed_at IS NOT NULL AND EXISTS (
                SELECT FROM access_log l
                WHERE l.subject_id = a.id::text AND l.at > $2 AND l.action = 'change-account'
                  AND strpos(l.details, '"what":"second-factor"') > 0) AS is_factor_reset,
              (SELECT count(*) FROM access_log l
               WHERE (a.role = 'regulator' OR a.moved_at > $2) AND l.actor_id = a.id::text AND l.at > $2 AND l.action = 'unmask'
                 AND strpos(l.details, '"accountHours":') > 0 AND (%4$s)) AS unmaskings,
              (SELECT count(*) FROM access_log l
               WHERE (a.role = 'regulator' OR a.moved_at > $2) AND l.actor_id = a.id::text AND l.at > $2 AND l.action = 'look-up-person'
                 AND strpos(l.details, '"accountHours":') > 0 AND (%4$s)) AS look_ups,
              ARRAY(SELECT c.place_code FROM cafe c WHERE c.place_code = ANY (%1$s) AND %2$s ORDER BY 1) AS seen_cafes
            FROM account a
              LEFT JOIN LATERAL (
                SELECT max(made_at) AS invited_at FROM invitation i
                WHERE i.account = a.id AND i.made_at > $2
                  AND (a.created_at <= $2 OR EXISTS (SELECT FROM password p WHERE p.account = a.id))) AS invited ON true
              LEFT JOIN LATERAL (
                SELECT max(until) AS renamed_at, coalesce((array_agg(f.name ORDER BY until))[1:10], '{}') AS former_names
                FROM former_name f WHERE f.account = a.id AND f.until > $2) AS renamed ON true
            WHERE id <> $1
              AND id IN (SELECT id FROM account WHERE coalesce(changed_at, created_at) > $2
                         UNION ALL SELECT account FROM invitation WHERE made_at > $2
                         UNION ALL SELECT account FROM former_name WHERE until > $2)
              AND ($3::text IS NULL OR $3 = ANY (%1$s))
              AND (%3$s)
            ORDER BY CASE WHEN role = 'regulator' OR moved_at > $2 THEN 1 WHEN role <> 'operator' THEN 2 ELSE 3 END,
              greatest(coalesce(changed_at, created_at), invited_at, renamed_at) DESC, id LIMIT 1000
            """;

    /** Of an account that has moved elsewhere, a region is told what it did there. */
    private static final String CHANGED_IN_REGION =
            CHANGED.formatted(CODES, "c.region LIKE $4", """
            role IN ('admin', 'auditor') OR role = 'regulator' AND (region LIKE $4 OR region = ANY ($5))
              OR moved_at > $2 AND EXISTS (SELECT FROM unnest(former_regions) AS was WHERE was LIKE $4 OR was = ANY ($5))
              OR EXISTS (SELECT FROM cafe c WHERE c.place_code = ANY (%s) AND c.region LIKE $4)""".formatted(CODES), """
            a.region LIKE $4 OR a.region = ANY ($5) OR l.region LIKE $4 OR l.region = ANY ($5)""");
    /** Cafés are not told of it. */
    private static final String CHANGED_AT_CAFES =
            CHANGED.formatted(CODES, "c.place_code = ANY ($4)", CODES + " && $4::text[]", "false");

    private static final String END = """
            UPDATE account SET ended_at = $2 WHERE id = $1 AND ended_at IS NULL
            """;

    private static final String GOING_ON = """
            SELECT id, rights_version FROM account
            WHERE id = ANY($1) AND ended_at IS NULL AND (token_expires_at IS NULL OR token_expires_at > $2)
            """;
    private static final String BY_PROVIDER = """
            SELECT id, name, role, authority, region, place_code, other_place_codes, ended_at,
              provisioned FROM account
            WHERE provider_issuer = $1 AND provider_subject = $2
            """;

    private final QueryPool pool;
    private final InstantSource clock;
    private final byte @Nullable [] firstAdmin;
    private final Instant firstAdminSince;

    /** @param firstAdminToken the admin token of the environment, if there is one */
    public AccountStore(QueryPool pool, InstantSource clock, @Nullable String firstAdminToken) {
        this.pool = pool;
        this.clock = clock;
        this.firstAdminSince = clock.instant();
        this.firstAdmin = firstAdminToken == null ? null : Tokens.hash(firstAdminToken);
    }

    /** The account of a token; empty if the token is unknown, has expired or has been ended. */
    public Future<Optional<Admission>> identify(String token) {
        byte[] hash = Tokens.hash(token);
        if (firstAdmin != null && MessageDigest.isEqual(firstAdmin, hash)) {
            return Future.succeededFuture(Optional.of(new Admission(FIRST_ADMIN, new Right.OfEnvironment())));
        }
        return pool.preparedQuery(IDENTIFY)
                .execute(Tuple.of(Buffer.buffer(hash), now()))
                .map(rows -> first(rows).map(AccountStore::admission));
    }

    /** The account of a token that has expired or has been ended. */
    public Future<Optional<AccountId>> endedOwner(String token) {
        return pool.preparedQuery(ENDED_OWNER)
                .execute(Tuple.of(Buffer.buffer(Tokens.hash(token)), now()))
                .map(rows -> first(rows).map(row -> new AccountId(row.getUUID(0))));
    }

    /** The account at present; empty if it has ended. */
    public Future<Optional<Account>> of(AccountId id) {
        return pool.preparedQuery(OF)
                .execute(Tuple.of(id.value()))
                .map(rows -> first(rows).map(AccountStore::account));
    }

    /** The account at present; empty if it has ended, or its token has expired. */
    public Future<Optional<Account>> goingOn(AccountId id) {
        return pool.preparedQuery(OF_GOING_ON)
                .execute(Tuple.of(id.value(), now()))
                .map(rows -> first(rows).map(AccountStore::account));
    }

    public Future<AccountResult> create(Account account, WayIn wayIn) {
        String token = wayIn.token();
        WayIn.Provided provided = wayIn.provided();
        return pool.preparedQuery(CREATE)
                .execute(Tuple.from(Arrays.asList(
                        account.id().value(),
                        account.name(),
                        account.role().wire(),
                        Authority.wireOrNull(account.authority()),
                        Objects.toString(account.region(), null),
                        first(account.cafes()),
                        others(account.cafes()),
                        token == null ? null : Buffer.buffer(Tokens.hash(token)),
                        now(),
                        utc(wayIn.tokenExpiresAt()),
                        wayIn.signInName(),
                        provided == null ? null : provided.issuer(),
                        provided == null ? null : provided.subject(),
                        provided != null && provided.provisioned())))
                .map(AccountResult.DONE)
                .recover(AccountStore::notCreated);
    }

    /** Changes name, role or scope; rights that were granted before end. */
    public Future<AccountResult> change(Account account) {
        return change(pool, account).recover(AccountStore::notCreated);
    }

    private Future<AccountResult> change(SqlClient client, Account account) {
        return client.preparedQuery(CHANGE)
                .execute(Tuple.of(
                        account.id().value(),
                        account.name(),
                        account.role().wire(),
                        Authority.wireOrNull(account.authority()),
                        Objects.toString(account.region(), null),
                        first(account.cafes()),
                        others(account.cafes()),
                        now()))
                .map(rows -> rows.rowCount() == 1 ? AccountResult.DONE : AccountResult.NO_ACCOUNT);
    }

    /**
     * The same for a change that was planned on what the account was: it is made, and logged, only if the account still is
     * that.
     *
     * @param witness logs the change
     */
    public Future<AccountResult> change(Account before, Account account, Witness<Account> witness) {
        return pool.withTransaction(connection -> connection
                        .preparedQuery(HOLD)
                        .execute(Tuple.of(account.id().value()))
                        .map(rows -> first(rows).map(AccountStore::account))
                        .compose(present -> present.map(before::equals).orElse(false)
                                ? change(connection, account)
                                        .compose(done ->
                                                witness.saw(connection, account).map(done))
                                : Future.succeededFuture(
                                        present.isEmpty() ? AccountResult.NO_ACCOUNT : AccountResult.CHANGED)))
                .recover(AccountStore::notCreated);
    }

    /**
     * Since when the account's role, scope and secrets are what they are. The token of the environment may be another one
     * at each start, so it counts from there.
     */
    public Future<Instant> unchangedSince(AccountId id) {
        return id.equals(Account.FIRST_ADMIN)
                ? Future.succeededFuture(firstAdminSince)
                : pool.preparedQuery(UNCHANGED_SINCE)
                        .execute(Tuple.of(id.value()))
                        .map(rows -> first(rows)
                                .map(row -> row.getOffsetDateTime(0).toInstant())
                                .orElseThrow());
    }

    /** Whether an account has ended, or its token has expired. */
    public Future<Boolean> hasEnded(AccountId id) {
        return pool.preparedQuery(HAS_ENDED)
                .execute(Tuple.of(id.value(), now()))
                .map(rows -> rows.iterator().next().getBoolean(0));
    }

    /**
     * Accounts, the newest first, ended ones included.
     *
     * @param part of a name or sign-in name, the place code of an operator's café, or the code of a regulator's region; null: all
     * @param createdAt with {@code id}: of the account after which the page begins; null: it begins with the newest
     * @param only this one; null: all
     */
    public Future<List<ListedAccount>> page(
            @Nullable String part, @Nullable Instant createdAt, @Nullable UUID id, int limit, @Nullable UUID only) {
        return pool.preparedQuery(PAGE)
                .execute(Tuple.of(part, utc(createdAt), id, limit, only))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(AccountStore::listed)
                        .toList());
    }

    /** How many {@link #page} lists in all. */
    public Future<Long> count(@Nullable String part, @Nullable UUID only) {
        return pool.preparedQuery(COUNT)
                .execute(Tuple.of(part, only))
                .map(rows -> rows.iterator().next().getLong(0));
    }

    /**
     * An account that is new, or whose rights, secrets or name changed, or to which a way in was given out again.
     *
     * @param at the latest change, a new name only where nothing else happened
     * @param how what happened to it
     * @param formerNames of the same days, the oldest first, at most ten
     * @param cafes those among the reader's whose operator's it is, or was
     * @param unmaskings how many persons it unmasked without a second person while it was too new to approve
     * @param lookUps how often it looked a person up in the registry meanwhile
     * @param endedAt null: it has not ended
     */
    public record ChangedAccount(
            Account account,
            Instant at,
            How how,
            List<String> formerNames,
            List<PlaceCode> cafes,
            long unmaskings,
            long lookUps,
            @Nullable Instant endedAt) {
        public ChangedAccount {
            formerNames = List.copyOf(formerNames);
            cafes = List.copyOf(cafes);
        }

        /** What happened to an account. */
        public enum How {
            CREATED,
            CHANGED,
            /** A link to set another password was made, and not used yet. */
            INVITED,
            /** Its second factor was reset, whatever changed afterwards. */
            FACTOR_RESET,
            /** It has another name, and nothing else happened: whatever else did says more. */
            RENAMED
        }
    }

    /**
     * Accounts of persons who see, ask or approve in the reader's region. First come regulators, also those that were one in these days,
     * of either authority, whose region covers the reader's or lies in it. Then come administrators and auditors, who act in every
     * region, then operators of its cafés. Within each group the newest come first; ended accounts are included.
     *
     * <p>The list has a limit, and a table of accounts makes a thousand at once, so those who can do most come first. Accounts that
     * the reader does not see take none of the room.
     *
     * @param cafe only accounts that are, or were, its operator's; null: all
     */
    public Future<List<ChangedAccount>> changedInRegion(
            AccountId reader, RegionCode region, @Nullable PlaceCode cafe, Instant since) {
        String[] covering = region.covering().stream().map(RegionCode::value).toArray(String[]::new);
        return changed(
                CHANGED_IN_REGION,
                Tuple.of(reader.value(), utc(since), Objects.toString(cafe, null), region.prefix() + "%", covering));
    }

    /**
     * Accounts that are, or were, those of an operator of one of these cafés; the newest first, ended ones included.
     *
     * @param cafe only those of this one; null: of all
     */
    public Future<List<ChangedAccount>> changedAt(
            AccountId reader, Set<PlaceCode> cafes, @Nullable PlaceCode cafe, Instant since) {
        String[] codes = cafes.stream().map(PlaceCode::value).toArray(String[]::new);
        return changed(CHANGED_AT_CAFES, Tuple.of(reader.value(), utc(since), Objects.toString(cafe, null), codes));
    }

    private Future<List<ChangedAccount>> changed(String sql, Tuple values) {
        return pool.preparedQuery(sql)
                .execute(values)
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(AccountStore::changed)
                        .toList());
    }

    private static ChangedAccount changed(Row row) {
        Instant since = Columns.instant(row, "unchanged_since");
        Instant made = Columns.instantOrNull(row, "invited_at");
        Instant invited = made == null || made.isBefore(since) ? null : made;
        ChangedAccount.How how = how(row, since, invited != null);
        Instant at = how == ChangedAccount.How.RENAMED ? Columns.instant(row, "renamed_at") : since;
        return new ChangedAccount(
                account(row),
                invited == null ? at : invited,
                how,
                List.of(row.getArrayOfStrings("former_names")),
                Arrays.stream(row.getArrayOfStrings("seen_cafes"))
                        .map(PlaceCode::new)
                        .toList(),
                row.getLong("unmaskings"),
                row.getLong("look_ups"),
                Columns.instantOrNull(row, "ended_at"));
    }

    private static ChangedAccount.How how(Row row, Instant since, boolean isInvited) {
        if (row.getBoolean("is_factor_reset")) {
            return ChangedAccount.How.FACTOR_RESET;
        }
        if (isInvited) {
            return ChangedAccount.How.INVITED;
        }
        if (!row.getBoolean("is_new_or_changed")) {
            return ChangedAccount.How.RENAMED;
        }
        return Columns.instant(row, "created_at").equals(since)
                ? ChangedAccount.How.CREATED
                : ChangedAccount.How.CHANGED;
    }

    private static ListedAccount listed(Row row) {
        return new ListedAccount(
                account(row),
                Columns.instant(row, "created_at"),
                Columns.instant(row, "unchanged_since"),
                Columns.instantOrNull(row, "ended_at"),
                Columns.instantOrNull(row, "token_expires_at"),
                row.getString("sign_in_name"),
                row.getBoolean("has_token"),
                row.getBoolean("is_provided"),
                row.getBoolean("has_factor"),
                row.getBoolean("has_password"),
                Columns.instantOrNull(row, "invited_until"));
    }

    /** @return false if there is no such account, or it has already ended */
    public Future<Boolean> end(AccountId id) {
        return pool.preparedQuery(END).execute(Tuple.of(id.value(), now())).map(rows -> rows.rowCount() == 1);
    }

    /** The account of a provider's person, ended ones included; empty if there is none. */
    public Future<Optional<ProviderAccount>> provided(String issuer, String subject) {
        return pool.preparedQuery(BY_PROVIDER)
                .execute(Tuple.of(issuer, subject))
                .map(rows -> first(rows)
                        .map(row -> new ProviderAccount(
                                account(row), row.getValue("ended_at") != null, row.getBoolean("provisioned"))));
    }

    /** The rights among {@code rights} that their tokens no longer give. */
    public Future<Set<Right.OfToken>> ended(Set<Right.OfToken> rights) {
        if (rights.isEmpty()) {
            return Future.succeededFuture(Set.of());
        }
        UUID[] ids = rights.stream()
                .map(Right.OfToken::account)
                .map(AccountId::value)
                .distinct()
                .toArray(UUID[]::new);
        return pool.preparedQuery(GOING_ON).execute(Tuple.of(ids, now())).map(rows -> {
            Set<Right.OfToken> ended = new HashSet<>(rights);
            rows.forEach(row -> ended.remove(new Right.OfToken(new AccountId(row.getUUID(0)), row.getInteger(1))));
            return ended;
        });
    }

    /** The result of creating or changing an account. */
    public enum AccountResult {
        DONE,
        NO_ACCOUNT,
        /** It is no longer what the change was planned on. */
        CHANGED,
        NO_CAFE,
        NAME_TAKEN
    }

    /** A provider's person who has, or had, an account. */
    public record ProviderAccount(Account account, boolean ended, boolean provisioned) {}

    private static Future<AccountResult> notCreated(Throwable failure) {
        if (SqlState.FOREIGN_KEY_VIOLATION.isCauseOf(failure)) {
            return Future.succeededFuture(AccountResult.NO_CAFE);
        }
        if (SqlState.UNIQUE_VIOLATION.isCauseOf(failure)) {
            return Future.succeededFuture(AccountResult.NAME_TAKEN);
        }
        return Future.failedFuture(failure);
    }

    private static Optional<Row> first(RowSet<Row> rows) {
        return rows.size() == 0 ? Optional.empty() : Optional.of(rows.iterator().next());
    }

    private static Admission admission(Row row) {
        Account account = account(row);
        return new Admission(account, new Right.OfToken(account.id(), row.getInteger("rights_version")));
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }

    /** The account of a row with the columns that make one. */
    public static Account account(Row row) {
        return new Account(
                new AccountId(row.getUUID("id")),
                row.getString("name"),
                Role.of(row.getString("role")),
                Authority.orNull(row.getString("authority")),
                RegionCode.orNull(row.getString("region")),
                cafes(row));
    }

    private static Set<PlaceCode> cafes(Row row) {
        String first = row.getString("place_code");
        return first == null
                ? Set.of()
                : Stream.concat(Stream.of(first), Arrays.stream(row.getArrayOfStrings("other_place_codes")))
                        .map(PlaceCode::new)
                        .collect(Collectors.toSet());
    }

    private static @Nullable String first(Set<PlaceCode> cafes) {
        return cafes.stream().map(PlaceCode::value).findFirst().orElse(null);
    }

    /** All but the first; the order is that of the codes. */
    private static String[] others(Set<PlaceCode> cafes) {
        return cafes.stream().map(PlaceCode::value).skip(1).toArray(String[]::new);
    }
}
