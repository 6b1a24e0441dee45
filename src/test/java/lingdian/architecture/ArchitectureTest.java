package lingdian.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.vertx.sqlclient.SqlClient;
import java.text.DateFormat;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lingdian.node.Meters;

/**
 * The plan of the house (handbook, architecture.md) as tests: which rooms there are, which wing may use which, and that the
 * rules are pure functions. The tables are whitelists, and exact: a new package, a new arrow, and an arrow that is no longer
 * used all fail until the plan says so too.
 */
@AnalyzeClasses(packages = "lingdian", importOptions = ArchitectureTest.WithoutTests.class)
class ArchitectureTest {
    /** Leaves out the classes that lie where this one does, whichever tool compiled them. */
    static final class WithoutTests implements ImportOption {
        private static final String TESTS = ArchitectureTest.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath();

        @Override
        public boolean includes(Location location) {
            return !location.contains(TESTS);
        }
    }

    private static final String PLATFORM = "platform";
    private static final String GROUND = PLATFORM + ".";

    /** A wing without rooms of its own is a room. */
    private static final Map<String, Set<String>> ROOMS = Map.ofEntries(
            Map.entry("", Set.of("")),
            Map.entry("command", Set.of("")),
            Map.entry("conformance", Set.of("")),
            Map.entry("node", Set.of("")),
            Map.entry(
                    "console",
                    Set.of(
                            "",
                            "frame",
                            "administration",
                            "approval",
                            "casework",
                            "complaint",
                            "disclosure",
                            "exportlink",
                            "integrity",
                            "styleguide",
                            "live",
                            "map",
                            "morning",
                            "violation",
                            "cafe",
                            "hours",
                            "inspection",
                            "campaign",
                            "returns",
                            "roster",
                            "trend",
                            "audit",
                            "notification")),
            Map.entry(
                    "office",
                    Set.of(
                            "",
                            "api",
                            "file",
                            "query",
                            "permission",
                            "account",
                            "approval",
                            "audit",
                            "cafe",
                            "calendar",
                            "campaign",
                            "casework",
                            "certificate",
                            "complaint",
                            "disclosure",
                            "document",
                            "enrolment",
                            "export",
                            "exportlink",
                            "figures",
                            "health",
                            "hours",
                            "inspection",
                            "message",
                            "notification",
                            "registry",
                            "returns",
                            "roster",
                            "savedview",
                            "setup",
                            "rules",
                            "table",
                            "violation")),
            Map.entry("access", Set.of("account", "signin")),
            Map.entry("feed", Set.of("log", "notification", "escalation", "export")),
            Map.entry("intake", Set.of("socket", "batch", "commit", "probe", "silence", "verifier")),
            Map.entry(
                    "record",
                    Set.of("journal", "evidence", "accesslog", "retention", "backtest", "hours", "release", "message")),
            Map.entry(
                    "law",
                    Set.of(
                            "judge",
                            "json",
                            "hours",
                            "calendar",
                            "casework",
                            "course",
                            "figures",
                            "release",
                            "returns",
                            "statute")),
            Map.entry("vault", Set.of("seal", "registry", "rekeying")),
            Map.entry("domain", Set.of("", "event", "document", "region")),
            Map.entry("agent", Set.of("adapter", "desk", "seat", "spool", "link", "setup")),
            Map.entry("simulation", Set.of("city", "load", "office", "replay")),
            Map.entry("platform", Set.of("database", "settings", "http", "secret", "text", "work")));

    private static final Map<String, Set<String>> WINGS_USE = Map.ofEntries(
            Map.entry(
                    "command",
                    Set.of(
                            "agent",
                            "conformance",
                            "console",
                            "domain",
                            "law",
                            "node",
                            "office",
                            "platform",
                            "record",
                            "simulation",
                            "vault")),
            Map.entry(
                    "node",
                    Set.of(
                            "access",
                            "console",
                            "domain",
                            "feed",
                            "intake",
                            "law",
                            "office",
                            "platform",
                            "record",
                            "vault")),
            Map.entry("console", Set.of("access", "domain", "feed", "law", "office", "platform", "record")),
            Map.entry("office", Set.of("access", "domain", "feed", "intake", "law", "platform", "record", "vault")),
            Map.entry("access", Set.of("domain", "platform", "record", "vault")),
            Map.entry("intake", Set.of("domain", "law", "platform", "record", "vault")),
            Map.entry("record", Set.of("domain", "feed", "law", "platform", "vault")),
            Map.entry("feed", Set.of("domain", "law", "platform", "vault")), // a message is about a café or an area
            Map.entry("law", Set.of("domain", "platform")),
            Map.entry("vault", Set.of("domain", "platform")),
            Map.entry("domain", Set.of("platform")),
            Map.entry("agent", Set.of("domain", "platform", "vault")),
            Map.entry("conformance", Set.of("agent", "domain", "platform")),
            Map.entry("simulation", Set.of("agent", "domain", "platform")));

    /** Who holds a connection to the database, who reads the configuration: what a wing is for shows in what it stands on. */
    private static final Map<String, Set<String>> WINGS_STAND_ON = Map.ofEntries(
            Map.entry(
                    "access",
                    Set.of(
                            "platform.database",
                            "platform.http",
                            "platform.secret",
                            "platform.settings",
                            "platform.text",
                            "platform.work")),
            Map.entry(
                    "agent",
                    Set.of("platform.http", "platform.secret", "platform.settings", "platform.text", "platform.work")),
            Map.entry(
                    "command",
                    Set.of(
                            "platform.database",
                            "platform.secret",
                            "platform.settings",
                            "platform.text",
                            "platform.work")),
            Map.entry("conformance", Set.of("platform.http", "platform.settings", "platform.text")),
            Map.entry("console", Set.of("platform.http", "platform.settings", "platform.text", "platform.work")),
            Map.entry("domain", Set.of("platform.http", "platform.text")),
            Map.entry(
                    "feed",
                    Set.of(
                            "platform.database",
                            "platform.http",
                            "platform.secret",
                            "platform.settings",
                            "platform.text",
                            "platform.work")),
            Map.entry("intake", Set.of("platform.database", "platform.http", "platform.text", "platform.work")),
            Map.entry("law", Set.of("platform.settings", "platform.text")),
            Map.entry(
                    "node",
                    Set.of(
                            "platform.database",
                            "platform.http",
                            "platform.secret",
                            "platform.settings",
                            "platform.work")),
            Map.entry(
                    "office",
                    Set.of(
                            "platform.database",
                            "platform.http",
                            "platform.secret",
                            "platform.settings",
                            "platform.text",
                            "platform.work")),
            Map.entry(
                    "record",
                    Set.of(
                            "platform.database",
                            "platform.http",
                            "platform.settings",
                            "platform.text",
                            "platform.work")),
            Map.entry("simulation", Set.of("platform.text")),
            Map.entry("vault", Set.of("platform.database", "platform.secret", "platform.work")));

    private static final Set<String> FOR_EVERY_FEATURE = Set.of("api", "export", "file", "query", "permission");

    /** Every feature may use the rooms that are {@link #FOR_EVERY_FEATURE}; of each other, only these. */
    private static final Map<String, Set<String>> FEATURES_USE = Map.ofEntries(
            Map.entry("account", Set.of("table")),
            Map.entry("cafe", Set.of("document", "table")),
            Map.entry("campaign", Set.of("inspection")),
            Map.entry(
                    "casework",
                    Set.of("cafe", "calendar", "complaint", "disclosure", "document", "inspection", "violation")),
            Map.entry("certificate", Set.of("cafe", "document")),
            Map.entry("complaint", Set.of("cafe", "calendar")),
            Map.entry("disclosure", Set.of("cafe")),
            Map.entry("enrolment", Set.of("cafe")),
            Map.entry("hours", Set.of("cafe")),
            Map.entry("inspection", Set.of("cafe")),
            Map.entry("message", Set.of("cafe")),
            Map.entry("returns", Set.of("campaign")),
            Map.entry("setup", Set.of("cafe")),
            Map.entry("violation", Set.of("cafe", "inspection", "rules")));

    private static final DescribedPredicate<JavaClass> STORE =
            describe("stores", type -> outermost(type).getSimpleName().endsWith("Store"));

    private static final DescribedPredicate<JavaClass> RANDOM = describe(
            "sources of randomness",
            type -> Set.of(
                            "java.util.Random",
                            "java.util.SplittableRandom",
                            "java.util.concurrent.ThreadLocalRandom",
                            "java.security.SecureRandom",
                            "java.util.random.RandomGenerator")
                    .contains(type.getName()));

    private static final DescribedPredicate<JavaMethodCall> TELLS_THE_TIME = describe(
            "tell the time",
            call -> call.getTargetOwner().isEquivalentTo(System.class)
                    ? call.getName().equals("currentTimeMillis")
                    : call.getTargetOwner().getPackageName().startsWith("java.time")
                            && (call.getName().equals("now") || call.getName().startsWith("system")));

    private static final DescribedPredicate<JavaMethodCall> WRITES_A_LOCAL_TIME = describe(
            "write a time as ISO 8601 does",
            call -> call.getName().equals("toString")
                    && Stream.of(LocalDateTime.class, OffsetDateTime.class, ZonedDateTime.class)
                            .anyMatch(call.getTargetOwner()::isEquivalentTo));

    private static final DescribedPredicate<JavaMethodCall> MAKES_A_RANDOM_ID = describe(
            "make a random id",
            call -> Set.of("java.util.UUID.randomUUID", "java.lang.Math.random")
                    .contains(call.getTargetOwner().getName() + "." + call.getName()));

    private static final DescribedPredicate<JavaMethodCall> RUNS_SQL = describe(
            "run SQL",
            call -> call.getTargetOwner().isAssignableTo(SqlClient.class)
                    && Set.of("query", "preparedQuery", "prepare").contains(call.getName()));

    private static final DescribedPredicate<JavaAccess<?>> WRITES_TO_THE_TERMINAL = describe(
            "write to the terminal",
            access -> access.getTargetOwner().isEquivalentTo(System.class)
                    && Set.of("out", "err").contains(access.getName()));

    @ArchTest
    static void everyClassLivesInARoomOfThePlan(JavaClasses classes) {
        Set<String> planned = new TreeSet<>();
        ROOMS.forEach((wing, rooms) -> rooms.forEach(room -> planned.add(packageOf(wing, room))));

        Set<String> found = classes.stream().map(JavaClass::getPackageName).collect(Collectors.toSet());
        assertThat(found).isEqualTo(planned);
    }

    @ArchTest
    static void wingsUseOnlyTheWingsOfThePlan(JavaClasses classes) {
        assertThat(arrows(classes.stream(), ArchitectureTest::wing)).isEqualTo(new TreeMap<>(WINGS_USE));
    }

    @ArchTest
    static void wingsStandOnTheseRoomsOfThePlatform(JavaClasses classes) {
        Map<String, Set<String>> found = arrows(
                classes.stream().filter(type -> !wing(type.getPackageName()).equals(PLATFORM)),
                ArchitectureTest::ground);
        found.values().forEach(used -> used.removeIf(place -> !place.startsWith(GROUND)));
        found.values().removeIf(Set::isEmpty);

        assertThat(found).isEqualTo(new TreeMap<>(WINGS_STAND_ON));
    }

    @ArchTest
    static void featuresOfTheOfficeUseOnlyThoseBelow(JavaClasses classes) {
        Stream<JavaClass> features =
                classes.stream().filter(type -> type.getPackageName().startsWith("lingdian.office."));
        Map<String, Set<String>> found = arrows(features, ArchitectureTest::feature);
        found.values().forEach(used -> used.removeAll(FOR_EVERY_FEATURE));
        found.values().forEach(used -> used.remove(""));
        found.values().removeIf(Set::isEmpty);

        assertThat(found).isEqualTo(new TreeMap<>(FEATURES_USE));
    }

    @ArchTest
    static final ArchRule ROOMS_FORM_NO_CIRCLE =
            slices().matching("lingdian.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule RULES_AND_WORDS_DO_NO_INPUT_OR_OUTPUT = noClasses()
            .that()
            .resideInAnyPackage("lingdian.law..", "lingdian.domain..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.vertx..", "io.netty..", "java.sql..", "javax.sql..", "java.net..", "org.flywaydb..")
            .because("a live verdict, a replay, a back-test and a test are the same code");

    @ArchTest
    static final ArchRule RULES_AND_WORDS_HAVE_NO_CLOCK = noClasses()
            .that()
            .resideInAnyPackage("lingdian.law..", "lingdian.domain..")
            .should()
            .callMethodWhere(TELLS_THE_TIME)
            .orShould()
            .dependOnClassesThat()
            .haveNameMatching("java\\.time\\.(Clock|InstantSource)")
            .because("time comes with the events");

    @ArchTest
    static final ArchRule RULES_AND_WORDS_HAVE_NO_RANDOMNESS = noClasses()
            .that()
            .resideInAnyPackage("lingdian.law..", "lingdian.domain..")
            .should()
            .callMethodWhere(MAKES_A_RANDOM_ID)
            .orShould()
            .dependOnClassesThat(RANDOM)
            .because("a replay gives the same violations with the same ids");

    @ArchTest
    static final ArchRule ONE_CLOCK_IS_HANDED_DOWN = noClasses()
            .that()
            .resideOutsideOfPackage("lingdian.command")
            .and()
            .doNotHaveFullyQualifiedName("lingdian.platform.work.SystemClock")
            .should()
            .callMethodWhere(TELLS_THE_TIME)
            .because("the demo runs service and city on the same scaled clock: take an InstantSource");

    @ArchTest
    static final ArchRule NO_SERVER_CHOOSES_ITS_CERTIFICATE_BY_NAME = noClasses()
            .should()
            .callMethodWhere(describe("enables SNI", call -> call.getName().equals("setSni")))
            .because("src/test/resources/lingdian/supply/accepted-holes.txt accepts a hole that needs it");

    @ArchTest
    static final ArchRule ONLY_STORES_RUN_SQL = noClasses()
            .that(not(STORE))
            .and()
            .resideOutsideOfPackages("lingdian.platform.database", "lingdian.intake.batch", "lingdian.record.journal")
            .should()
            .callMethodWhere(RUNS_SQL)
            .because("the SQL of a table stands in one class; batch and journal handle the batch's transaction");

    @ArchTest
    static final ArchRule JDBC_IS_FOR_COMMANDS_AND_MIGRATIONS = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "lingdian.platform.database",
                    "lingdian.agent.adapter",
                    "lingdian.command",
                    "lingdian.node",
                    "lingdian.record.journal",
                    "lingdian.record.accesslog",
                    "lingdian.record.backtest")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.sql..", "javax.sql..", "org.postgresql..", "org.flywaydb..")
            .because("JDBC blocks the event loop; it is there for migrations, for verify and backtest, and for"
                    + " cashiers' tables");

    @ArchTest
    static final ArchRule SOCKETS_HOLD_NO_SQL_AND_NO_RULES = noClasses()
            .that()
            .resideInAPackage("lingdian.intake.socket")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.vertx.sqlclient..", "io.vertx.pgclient..", "java.sql..", "lingdian.law.judge");

    @ArchTest
    static final ArchRule PAGES_HOLD_NO_SQL = noClasses()
            .that()
            .resideInAPackage("lingdian.console..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.vertx.sqlclient..", "io.vertx.pgclient..", "java.sql..");

    /** The templates are classes of the same rooms. A time in another form would be one more thing to read twice. */
    @ArchTest
    static final ArchRule PAGES_WRITE_TIMES_IN_ONE_FORM = noClasses()
            .that()
            .resideInAnyPackage("lingdian.console..", "lingdian.access..")
            .and()
            .doNotHaveFullyQualifiedName("lingdian.console.frame.FieldTime")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("java.time.format..")
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(DateFormat.class)
            .orShould()
            .callMethodWhere(WRITES_A_LOCAL_TIME)
            .because("PageTimes writes the times of pages, and FieldTime those of form fields");

    @ArchTest
    static final ArchRule THE_VAULT_HAS_NO_HTTP = noClasses()
            .that()
            .resideInAPackage("lingdian.vault..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.vertx.core.http..", "io.vertx.ext.web..", "java.net.http..");

    @ArchTest
    static final ArchRule STORES_ARE_NOT_USED_WHERE_NO_SQL_MAY_BE = classes()
            .that(STORE)
            .should()
            .onlyHaveDependentClassesThat(not(describe(
                    "sockets, pages or a café's program",
                    type -> Stream.of("intake.socket", "console", "agent", "simulation")
                            .anyMatch(room -> type.getPackageName().startsWith("lingdian." + room)))));

    @ArchTest
    static final ArchRule ONLY_COMMANDS_AND_SIMULATIONS_WRITE_TO_THE_TERMINAL = noClasses()
            .that()
            .resideOutsideOfPackages("lingdian", "lingdian.command", "lingdian.simulation..")
            .should()
            .accessTargetWhere(WRITES_TO_THE_TERMINAL)
            .because("the service and the agent have a log");

    /** Its work grows with the square of the length of a run of marks: a new caller must bound what it passes. */
    @ArchTest
    static final ArchRule NORMALISED_IS_ONLY_WHAT_IS_BOUNDED = noClasses()
            .that()
            .doNotHaveFullyQualifiedName("lingdian.domain.document.NameForm")
            .and()
            .doNotHaveFullyQualifiedName("lingdian.access.signin.PasswordHash")
            .and()
            .doNotHaveFullyQualifiedName("lingdian.access.signin.CommonPasswords")
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.text.Normalizer");

    @ArchTest
    static final ArchRule ONE_LOG = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.util.logging..", "org.apache.logging..", "org.apache.commons.logging..")
            .because("it is SLF4J");

    /** The alert on a meter that no code moves would stay quiet for ever. */
    @ArchTest
    static void everyMeterIsMoved(JavaClasses classes) {
        assertThat(classes.get(Meters.class).getMethods().stream()
                        .filter(method -> method.getModifiers().contains(JavaModifier.PUBLIC)
                                && !method.getName().equals("close"))
                        .filter(method -> method.getAccessesToSelf().stream()
                                .allMatch(access -> access.getOriginOwner().isEquivalentTo(Meters.class)))
                        .map(JavaMethod::getName))
                .isEmpty();
    }

    private static String packageOf(String wing, String room) {
        return Stream.of("lingdian", wing, room).filter(part -> !part.isEmpty()).collect(Collectors.joining("."));
    }

    private static String wing(String packageName) {
        String[] parts = packageName.split("\\.");
        return parts.length < 2 ? "" : parts[1];
    }

    /** A wing, or a room of the platform. */
    private static String ground(String packageName) {
        return wing(packageName).equals(PLATFORM) ? packageName.substring("lingdian.".length()) : wing(packageName);
    }

    private static String feature(String packageName) {
        String[] parts = packageName.split("\\.");
        return !wing(packageName).equals("office") ? "" : parts.length < 3 ? "office" : parts[2];
    }

    /** From each place to the other places of this program that its classes use. */
    private static Map<String, Set<String>> arrows(Stream<JavaClass> classes, UnaryOperator<String> place) {
        Map<String, Set<String>> arrows = new TreeMap<>();
        classes.flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .filter(dependency -> isOurs(dependency.getTargetClass()))
                .forEach(dependency -> add(arrows, dependency, place));
        return arrows;
    }

    private static void add(Map<String, Set<String>> arrows, Dependency dependency, UnaryOperator<String> place) {
        String from = place.apply(dependency.getOriginClass().getPackageName());
        String to = place.apply(dependency.getTargetClass().getPackageName());
        if (!from.equals(to)) {
            arrows.computeIfAbsent(from, unknown -> new TreeSet<>()).add(to);
        }
    }

    private static boolean isOurs(JavaClass type) {
        return (type.getPackageName() + ".").startsWith("lingdian.");
    }

    private static JavaClass outermost(JavaClass type) {
        return type.getEnclosingClass().map(ArchitectureTest::outermost).orElse(type);
    }
}
