import { Badge, Button, Group, Text } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import type { Member, OneTime } from "../../api/roster/shapes.ts";
import { useClock } from "../parts/clock.ts";
import { CopyBlock } from "../parts/copy-block.tsx";
import { Loading } from "../parts/loading.tsx";
import { OnceDialog } from "../parts/once-dialog.tsx";
import { Page } from "../parts/page.tsx";
import { useLanguage } from "../phrases/language.tsx";
import { wordFor } from "../phrases/phrases.ts";
import { AddStaffDialog } from "./add-dialog.tsx";
import { MemberDeeds } from "./deeds.tsx";
import { useRoster } from "./use-roster.ts";

/** How a member of staff stands, in short words. */
const useStanding = (member: Member): string => {
  const { phrases, format } = useLanguage();
  const words = phrases.staff;
  const at = useClock();
  return [
    member.disabledAt !== null && words.disabled,
    member.lockedUntil !== null && member.lockedUntil > at && words.locked(format.clock(member.lockedUntil)),
    member.mustChangePassword && words.waiting,
    !member.hasCode && words.noCode,
    member.sessions > 0 && words.sessions(format.count(member.sessions)),
    member.lastSeenAt !== null && words.lastSeen(format.ago(member.lastSeenAt, at)),
  ]
    .filter((part) => part !== false)
    .join(" · ");
};

type Row = { readonly member: Member; readonly onFresh: (fresh: OneTime) => void };

const MemberRow = ({ member, onFresh }: Row) => {
  const { staff: words } = useLanguage().phrases;
  const standing = useStanding(member);
  return (
    <Group component="li" justify="space-between" px="md" py="xs" gap="sm">
      <div>
        <Group gap="xs">
          <Text fz="sm" fw={550}>
            {member.name} · {member.login}
          </Text>
          <Badge variant="light" tt="none">
            {wordFor(words.roles, member.role)}
          </Badge>
          {member.isThis && (
            <Text fz="xs" className="soft">
              {words.you}
            </Text>
          )}
        </Group>
        <Text fz="xs" className="soft">
          {standing}
        </Text>
      </div>
      <MemberDeeds member={member} onFresh={onFresh} />
    </Group>
  );
};

type Fresh = { readonly fresh: OneTime | null; readonly onClose: () => void };

const PasswordDialog = ({ fresh, onClose }: Fresh) => {
  const { staff: words } = useLanguage().phrases;
  return (
    <OnceDialog
      isOpen={fresh !== null}
      title={words.passwordTitle}
      warning={words.once}
      understood={words.understood}
      onClose={onClose}
    >
      {fresh && <CopyBlock name={words.login} text={fresh.login} />}
      {fresh && <CopyBlock name={words.password} text={fresh.password} />}
    </OnceDialog>
  );
};

/** Who may sign in here: added, given a new password, switched off. */
export const StaffPage = () => {
  const { phrases } = useLanguage();
  const { data, error } = useRoster();
  const [isAdding, setAdding] = useState(false);
  const [fresh, setFresh] = useState<OneTime | null>(null);
  const add = (
    <Button leftSection={<IconPlus size={16} />} onClick={() => setAdding(true)}>
      {phrases.staff.add}
    </Button>
  );
  return (
    <Page title={phrases.pages.staff} aside={add}>
      {!data && <Loading fault={error} />}
      {data && (
        <ul className="card rows list">
          {data.staff.map((member) => (
            <MemberRow key={member.id} member={member} onFresh={setFresh} />
          ))}
        </ul>
      )}
      <AddStaffDialog isOpen={isAdding} onClose={() => setAdding(false)} onFresh={setFresh} />
      <PasswordDialog fresh={fresh} onClose={() => setFresh(null)} />
    </Page>
  );
};
