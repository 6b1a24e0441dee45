package lingdian.office.violation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import lingdian.access.account.Account;
import lingdian.access.account.Role;
import lingdian.domain.AccountId;
import lingdian.domain.Authority;
import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;
import org.junit.jupiter.api.Test;

/** Neither operators nor one officer can keep the other officers from evidence. */
class BundlePlacesTest {
    private final BundlePlaces places = new BundlePlaces();

    @Test
    void operatorsLeaveThePlacesOfTheOffices() {
        assertThat(IntStream.range(0, 100).filter(i -> places.enter(operator())).count())
                .isEqualTo(BundlePlaces.OF_OPERATORS_MAX);
        assertThat(IntStream.range(0, 100).filter(i -> places.enter(officer())).count())
                .isEqualTo(BundlePlaces.OF_OFFICES_MAX);
    }

    @Test
    void oneAccountLeavesPlacesToOthers() {
        Account officer = officer();
        Account operator = operator();
        assertThat(IntStream.range(0, 100).filter(i -> places.enter(officer)).count())
                .isEqualTo(BundlePlaces.OF_OFFICER_MAX);
        assertThat(IntStream.range(0, 100).filter(i -> places.enter(operator)).count())
                .isEqualTo(BundlePlaces.OF_OPERATOR_MAX);
        assertThat(places.enter(officer())).isTrue();
        assertThat(places.enter(operator())).isTrue();
        places.leave(officer);
        assertThat(places.enter(officer)).isTrue();
    }

    private static Account officer() {
        return new Account(id(), "o", Role.REGULATOR, Authority.CULTURE, new RegionCode("360481"), Set.of());
    }

    private static Account operator() {
        return new Account(id(), "o", Role.OPERATOR, null, null, Set.of(new PlaceCode("36048110000001")));
    }

    private static AccountId id() {
        return new AccountId(UUID.randomUUID());
    }
}
