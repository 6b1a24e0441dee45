package lingdian.vault.seal;

class GuomiVaultTest extends VaultContract {
    @Override
    KeySuite suite() {
        return KeySuite.GUOMI;
    }
}
