package lingdian.office.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import lingdian.access.account.Account;
import lingdian.access.account.Role;
import lingdian.domain.AccountId;
import lingdian.domain.Authority;
import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;
import lingdian.office.api.AccountPlaces.Limits;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Neither operators, nor one region's accounts, nor one account keep the others from a place. */
class AccountPlacesTest {
    private static final String COUNTY = "360481";

    private final AccountPlaces places = new AccountPlaces(new Limits(10, 4, 2), new Limits(5, 3, 1));

    @Test
    void operatorsLeaveThePlacesOfTheOffices() {
        assertThat(taken(() -> operator("36048110000001"))).as("of one county").isEqualTo(3);
        assertThat(taken(() -> operator("36048210000001")))
                .as("what is left to another one")
                .isEqualTo(2);
        assertThat(taken(() -> officer(Authority.CULTURE, COUNTY))).isEqualTo(4);
    }

    @Test
    void aCountyLeavesSomeToOthersEvenWithBothOfItsAuthorities() {
        assertThat(taken(() -> officer(Authority.CULTURE, COUNTY))).isEqualTo(4);
        assertThat(taken(() -> officer(Authority.PUBLIC_SECURITY, COUNTY))).isEqualTo(4);
        assertThat(taken(() -> officer(Authority.CULTURE, "110101"))).isEqualTo(2);
    }

    @Test
    void accountsWithoutARegionAreAGroup() {
        assertThat(taken(() -> account(Role.ADMIN, null, null, Set.of()))).isEqualTo(4);
        assertThat(taken(() -> account(Role.AUDITOR, null, null, Set.of()))).isEqualTo(4);
    }

    @Test
    void auditorsAndAdministratorsMayHaveAShareOfTheirOwn() {
        var apart = new AccountPlaces(new Limits(3, 3, 1), new Limits(0, 0, 0), new Limits(2, 1, 1));
        assertThat(taken(apart, () -> officer(Authority.CULTURE, COUNTY))).isEqualTo(3);
        assertThat(taken(apart, () -> account(Role.AUDITOR, null, null, Set.of())))
                .isEqualTo(1);
        assertThat(taken(apart, () -> account(Role.ADMIN, null, null, Set.of())))
                .isEqualTo(1);
    }

    @Test
    void oneAccountLeavesPlacesToItsColleagues() {
        Account officer = officer(Authority.CULTURE, COUNTY);
        Account operator = operator("36048110000001");
        assertThat(taken(() -> officer)).isEqualTo(2);
        assertThat(taken(() -> operator)).isEqualTo(1);
        assertThat(places.enter(officer(Authority.CULTURE, COUNTY))).isTrue();
        assertThat(places.enter(operator("36048110000001"))).isTrue();
    }

    @Test
    void whatIsGivenBackIsTakenAgain() {
        Account officer = officer(Authority.CULTURE, COUNTY);
        Account colleague = officer(Authority.CULTURE, COUNTY);
        assertThat(places.enter(officer, 2)).isTrue();
        assertThat(places.enter(colleague, 2)).isTrue();
        Account third = officer(Authority.CULTURE, COUNTY);
        assertThat(places.enter(third)).isFalse();
        places.leave(colleague, 2);
        assertThat(places.enter(officer)).as("it has all of its own").isFalse();
        assertThat(places.enter(third, 2)).as("a refusal takes nothing").isTrue();
        places.leave(officer);
        assertThat(places.enter(officer)).isTrue();
    }

    @Test
    void theSharesOfPlaces() {
        assertThat(Limits.ofPlaces(6, 1)).isEqualTo(new Limits(6, 2, 1));
        assertThat(Limits.ofPlaces(2, 1)).isEqualTo(new Limits(2, 1, 1));
    }

    @Test
    void theSharesOfAHeap() {
        assertThat(Limits.ofHeap(2_400, 5)).isEqualTo(new Limits(300, 100, 75));
        assertThat(Limits.ofHeap(2_400, 90))
                .as("an account leaves some to its group, and that to others")
                .isEqualTo(new Limits(300, 180, 90));
        assertThat(Limits.ofHeap(2_400, 150)).isEqualTo(new Limits(300, 200, 150));
        assertThat(Limits.ofHeap(2_400, 400)).isEqualTo(new Limits(400, 400, 400));
    }

    private long taken(Supplier<Account> next) {
        return taken(places, next);
    }

    private static long taken(AccountPlaces places, Supplier<Account> next) {
        return IntStream.range(0, 100).filter(i -> places.enter(next.get())).count();
    }

    private static Account officer(Authority authority, String region) {
        return account(Role.REGULATOR, authority, new RegionCode(region), Set.of());
    }

    private static Account operator(String cafe) {
        return account(Role.OPERATOR, null, null, Set.of(new PlaceCode(cafe)));
    }

    private static Account account(
            Role role, @Nullable Authority authority, @Nullable RegionCode region, Set<PlaceCode> cafes) {
        return new Account(new AccountId(UUID.randomUUID()), "a", role, authority, region, cafes);
    }
}
