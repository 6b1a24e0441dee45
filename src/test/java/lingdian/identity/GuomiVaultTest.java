package lingdian.identity;

class GuomiVaultTest extends VaultContract {
    @Override
    KeySuite suite() {
        return KeySuite.GUOMI;
    }
}
