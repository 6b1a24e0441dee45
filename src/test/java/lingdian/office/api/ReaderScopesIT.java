package lingdian.office.api;

import static lingdian.office.api.ReaderFixture.CAFE;
import static lingdian.office.api.ReaderFixture.REGION;
import static lingdian.office.api.ReaderFixture.account;
import static lingdian.office.api.StoresWithoutReader.WHY;
import static lingdian.testing.RunningApi.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlClient;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lingdian.access.account.Account;
import lingdian.access.account.Role;
import lingdian.access.account.RowScope;
import lingdian.access.account.ScopedStore;
import lingdian.domain.Authority;
import lingdian.domain.RegionCode;
import lingdian.office.query.Page;
import lingdian.platform.database.Databases;
import lingdian.platform.database.ReaderPool;
import lingdian.testing.ProgramClasses;
import lingdian.testing.RunningApi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each store that reads for a reader, asked for everything with no condition of its own: with no scope, or that of a
 * foreign region, café or authority, nothing comes back.
 *
 * <p>A store that is not listed fails the test: say in the {@code …Reads} of its subject how each of its methods is tried,
 * or in {@link StoresWithoutReader} why none of them answers a reader.
 */
class ReaderScopesIT {
    private static final String VIOLATIONS = "lingdian.office.violation.ViolationStore.list";
    private static final Account OWN = account(Role.REGULATOR, Authority.PUBLIC_SECURITY, REGION, null);

    private static final List<Account> FOREIGN = List.of(
            account(Role.REGULATOR, Authority.CULTURE, new RegionCode("500000"), null),
            account(Role.REGULATOR, Authority.PUBLIC_SECURITY, new RegionCode("360500"), null),
            account(Role.REGULATOR, Authority.PUBLIC_SECURITY, new RegionCode("360482"), null),
            account(Role.OPERATOR, null, null, "36048110000002"),
            account(Role.OPERATOR, null, null, "36048110000000,36048110000002"), // on both sides of the café
            account(Role.AUDITOR, null, null, null));

    private static ReaderFixture fixture;
    /** Every method that reads for a reader, by store and name. */
    private static Map<String, StoreRead> reads;

    @BeforeAll
    static void fill() {
        fixture = new ReaderFixture();
        reads = new TreeMap<>();
        Stream.of(
                        CafeReads.of(fixture.api),
                        CaseReads.of(fixture.api),
                        InspectionReads.of(fixture.api),
                        OfficeReads.of(fixture.api),
                        DisclosureReads.of(fixture.api))
                .forEach(reads::putAll);
    }

    @AfterAll
    static void close() {
        fixture.close();
    }

    static Stream<String> reads() {
        return reads.keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("reads")
    void showsItsOwnReaderWhatThereIs(String read) {
        assertThat(count(OWN, read)).isOne();
    }

    @ParameterizedTest
    @MethodSource("reads")
    void showsNothingWithoutAScope(String read) {
        assertThat(count(await(reads.get(read).over(fixture.api.readers)))).isZero();
    }

    @ParameterizedTest
    @MethodSource("reads")
    void showsNothingInAForeignScope(String read) {
        for (Account account : FOREIGN) {
            boolean holds = account.role() == Role.AUDITOR && read.contains(".LegalHoldStore."); // of all offices
            assertThat(count(account, read)).as("%s", RowScope.of(account)).isEqualTo(holds ? 1 : 0);
        }
    }

    /** Configuration is an administrator's, findings and persons are not. */
    @Test
    void anAdministratorSeesNoFindingAndNoPerson() {
        Account admin = account(Role.ADMIN, null, null, null);
        for (String read : reads.keySet()) {
            boolean configuration = read.matches(
                    ".*(CafeReportStore|CafeStore|TallyStore|Hours|GrantStore|DrawStore.pool|PlanStore.busy|CertificateStore.cafe|CampaignStore.counties|TargetStore.progress).*");
            assertThat(count(admin, read)).as(read).isEqualTo(configuration ? 1 : 0);
        }
    }

    /** The authority binds as the region does: a culture regulator of the same county reads no registry. */
    @Test
    void anotherAuthorityOfTheSameRegionSeesOnlyItsOwn() {
        fixture.api.sql("INSERT INTO violation (id, code, place_code, region, standing, state, authorities, started_at,"
                + " detected_at, snapshot) VALUES ('" + new UUID(9, 9) + "', 'OVERTIME_OPERATION', '" + CAFE.value()
                + "', '360481', 'fact', 'open', '{culture}', now(), now(), '{}')");
        Account culture = account(Role.REGULATOR, Authority.CULTURE, REGION, null);

        assertThat(count(OWN, VIOLATIONS)).isOne();
        assertThat(count(culture, VIOLATIONS)).isEqualTo(2);
        assertThat(count(culture, "lingdian.vault.registry.RegistryStore.entry"))
                .isZero();
        fixture.api.sql("DELETE FROM violation WHERE id = '" + new UUID(9, 9) + "'");
    }

    /**
     * One connection, so that the next reader gets the one used before: after an answer, a failure and a refused
     * statement.
     */
    @Test
    void aScopeDoesNotOutliveItsRequest() {
        ReaderPool one = Databases.readerPool(fixture.api.vertx, fixture.api.database, 1);
        var scoped = new ScopedStore(one, () -> RunningApi.NOW);
        StoreRead list = reads.get(VIOLATIONS);
        List<StoreRead> requests = List.of(
                list,
                client -> Future.failedFuture(new IllegalStateException("refused")),
                client -> client.query("SELECT 1 / 0").execute(),
                client -> client.query("DELETE FROM violation").execute());
        for (StoreRead request : requests) {
            Future<Object> answered =
                    scoped.read(OWN, client -> request.over(client).map(found -> found));
            Future<Object> next = answered.transform(done -> list.over(one).map(found -> found));

            assertThat(count(await(next))).isZero();
        }
        await(one.close());
    }

    /** Many readers at once on few connections: each answer is its own reader's. */
    @Test
    void readersOnSharedConnectionsSeeTheirOwnAlone() {
        StoreRead list = reads.get(VIOLATIONS);
        for (int round = 0; round < 20; round++) {
            Future<Object> mine = fixture.read(OWN, list);
            List<Future<Object>> others =
                    FOREIGN.stream().map(account -> fixture.read(account, list)).toList();
            assertThat(count(await(mine))).isOne();
            others.forEach(other -> assertThat(count(await(other))).isZero());
        }
    }

    @Test
    void everyStoreIsTriedOrSaysWhyNot() throws Exception {
        var stores = new TreeSet<String>();
        var untold = new TreeSet<String>();
        for (Class<?> type : ProgramClasses.all()) {
            if (type.getName().matches("[a-z.]+\\.\\w+Store")) {
                stores.add(type.getName());
                if (!isNamed(type.getName())) {
                    untold.add(type.getName());
                } else if (!WHY.containsKey(type.getName())) {
                    reading(type).filter(name -> !isTold(name)).forEach(untold::add);
                }
            }
        }

        assertThat(untold)
                .as("store methods that are neither tried nor in StoresWithoutReader")
                .isEmpty();
        var named = Stream.concat(reads.keySet().stream(), WHY.keySet().stream())
                .filter(name -> stores.stream().noneMatch(store -> name.equals(store) || name.startsWith(store + ".")))
                .collect(Collectors.toSet());
        assertThat(named).as("stores that are no more").isEmpty();
    }

    /** Also one that is given no connection, because it holds a pool of its own. */
    private static boolean isNamed(String store) {
        return Stream.concat(reads.keySet().stream(), WHY.keySet().stream())
                .anyMatch(name -> name.equals(store) || name.startsWith(store + "."));
    }

    private static boolean isTold(String method) {
        return reads.containsKey(method) || WHY.containsKey(method);
    }

    /** The methods that can be given a reader's connection. */
    private static Stream<String> reading(Class<?> store) {
        return Arrays.stream(store.getDeclaredMethods())
                .filter(method -> !method.isSynthetic() && !Modifier.isPrivate(method.getModifiers()))
                .filter(ReaderScopesIT::takesAClient)
                .map(method -> store.getName() + "." + method.getName());
    }

    private static boolean takesAClient(Method method) {
        return Arrays.stream(method.getParameterTypes())
                .anyMatch(type -> SqlClient.class.isAssignableFrom(type) && !Pool.class.isAssignableFrom(type));
    }

    private static int count(Account reader, String read) {
        return count(await(fixture.read(reader, reads.get(read))));
    }

    private static int count(Object found) {
        return switch (found) {
            case Collection<?> all -> all.size();
            case Map<?, ?> all -> all.size();
            case Page<?> page -> page.items().size();
            case Optional<?> one -> one.isPresent() ? 1 : 0;
            case Long number -> number.intValue();
            default -> throw new AssertionError("how much is " + found.getClass());
        };
    }
}
