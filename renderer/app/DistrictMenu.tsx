import {
  Button,
  Menu,
  MenuDivider,
  MenuItem,
  MenuItemRadio,
  MenuList,
  MenuPopover,
  MenuTrigger,
} from '@fluentui/react-components';
import { Building20Regular } from '@fluentui/react-icons/svg/building';
import { ChevronDown16Regular } from '@fluentui/react-icons/svg/chevron-down';
import { visit } from '../state/navigation.ts';
import { useDistrict, useSession } from '../state/session.ts';
import { Tag } from '../ui/Tag.tsx';
import styles from './Frame.module.css';

/** Which district is on screen, and the way to another one. */
export function DistrictMenu() {
  const district = useDistrict();
  const districts = useSession((state) => state.shell?.districts ?? []);
  const show = useSession((state) => state.show);
  if (!district) return <span className={styles.noDistrict}>No district yet</span>;
  return (
    <div className={styles.district}>
      <Menu
        inline
        checkedValues={{ district: [district.id] }}
        onCheckedValueChange={(_, { checkedItems }) => {
          const next = checkedItems[0];
          if (next) show(next);
          visit({ name: 'overview' });
        }}
      >
        <MenuTrigger disableButtonEnhancement>
          <Button
            appearance="subtle"
            icon={<Building20Regular />}
            aria-label={`District: ${district.name}. Change district`}
            className={styles.districtButton ?? ''}
          >
            <span className={styles.districtName}>{district.name}</span>
            <ChevronDown16Regular aria-hidden />
          </Button>
        </MenuTrigger>
        <MenuPopover>
          <MenuList>
            {districts.map((one) => (
              <MenuItemRadio key={one.id} name="district" value={one.id}>
                {one.name}
              </MenuItemRadio>
            ))}
            <MenuDivider />
            <MenuItem onClick={() => visit({ name: 'welcome' })}>Add a district</MenuItem>
          </MenuList>
        </MenuPopover>
      </Menu>
      {district.practice ? <Tag tone="brand">Practice</Tag> : null}
    </div>
  );
}
