import { AppShell, Group } from "@mantine/core";
import { Outlet } from "@tanstack/react-router";
import { Mark } from "../parts/mark.tsx";
import { ColourSwitch, LanguageSwitch } from "../parts/switches.tsx";
import { useLanguage } from "../phrases/language.tsx";
import { AccountMenu } from "./account-menu.tsx";
import { SideLinks, TabLinks } from "./links.tsx";

/** What surrounds every page: the pages' names at the side, on a phone at the bottom. */
export const Shell = () => {
  const { phrases } = useLanguage();
  return (
    <AppShell
      transitionDuration={0}
      header={{ height: 56 }}
      navbar={{ width: 212, breakpoint: "sm", collapsed: { mobile: true } }}
      footer={{ height: { base: 60, sm: 0 } }}
      padding={{ base: "sm", sm: "lg" }}
    >
      <AppShell.Header className="frame">
        <a className="skip" href="#content">
          {phrases.skip}
        </a>
        <Group h="100%" px="md" justify="space-between" wrap="nowrap">
          <Mark />
          <Group gap="xs" wrap="nowrap">
            <LanguageSwitch />
            <ColourSwitch />
            <AccountMenu />
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar className="frame" p="sm" aria-label={phrases.menu}>
        <SideLinks />
      </AppShell.Navbar>
      <AppShell.Main id="content" tabIndex={-1}>
        <Outlet />
      </AppShell.Main>
      <AppShell.Footer className="frame" hiddenFrom="sm">
        <TabLinks />
      </AppShell.Footer>
    </AppShell>
  );
};
